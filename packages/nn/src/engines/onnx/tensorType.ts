import type { DataType } from '../../graph/operationSet.js';
import type { Shape } from '../../graph/shape.js';

/** A tensor that crosses the boundary. */
export interface TensorType {
  readonly shape: Shape;
  readonly dataType: DataType;
}
