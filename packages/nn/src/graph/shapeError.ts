import { printShape, type Shape } from './shape.js';

/** Shapes that an operation cannot combine. The message names the operation, the shapes and the layer. */
export class ShapeError extends RangeError {
  override readonly name = 'ShapeError';

  constructor(
    readonly operation: string,
    readonly shapes: readonly Shape[],
    override readonly cause: RangeError,
    readonly layer?: string,
  ) {
    const where = layer === undefined ? operation : `${operation} in layer "${layer}"`;
    super(`${where}: ${cause.message} (inputs ${shapes.map(printShape).join(', ')})`);
  }

  /** The same error, naming the layer that asked for the operation. */
  inLayer(layer: string): ShapeError {
    return this.layer === undefined ? new ShapeError(this.operation, this.shapes, this.cause, layer) : this;
  }
}
