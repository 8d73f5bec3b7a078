// What an operation works on while a graph becomes Keras layers: numbers that are known, or the output of a layer.
import { type Shape, sizeOf } from '../../graph/shape.js';

/** Known elements, row-major in the axes of the graph's value. */
export interface Numbers {
  readonly kind: 'numbers';
  readonly shape: Shape;
  readonly data: Float64Array;
  /** Name of the parameter or statistic that they are. */
  readonly name?: string;
}

/**
 * What flows from the model's input: the value is `scale` times the output of a layer plus `offset`.
 *
 * Scalar factors and offsets gather here until an operation needs the value itself. Keras on a processor wants the
 * channels last where the graph has them second, so the layer's output may have its axes in another order.
 */
export interface Flow {
  readonly kind: 'flow';
  /** Name of the layer. */
  readonly layer: string;
  /** The value's axis along each axis of the layer's output, batch first. Axes of size 1 may be absent. */
  readonly axes: readonly number[];
  /** Shape of the value, with a batch of one. */
  readonly shape: Shape;
  readonly scale: number;
  readonly offset: number;
}

/** Either of them. */
export type Operand = Numbers | Flow;

/** A model that TensorFlow.js Layers cannot say. The message names the operation and what to do. */
export class LayersExportError extends Error {
  override readonly name = 'LayersExportError';

  constructor(problem: string) {
    super(`tfjs export: ${problem}; export to ONNX, which takes every operation`);
  }
}

/** The axes of a shape in their own order. */
export function ownAxes(shape: Shape): number[] {
  return [...shape.keys()];
}

/** All axes of a shape with one moved behind the others, as Keras wants the channels. */
export function axesWithLast(shape: Shape, last: number): number[] {
  return [...ownAxes(shape).filter((axis) => axis !== last), last];
}

/** The one number that all elements are, or null. */
export function uniformNumber({ data }: Numbers): number | null {
  const [first = 0] = data;
  return data.every((element) => element === first) ? first : null;
}

/** The shape with axes of size 1 in front, so that it has as many as a value it broadcasts to. */
export function alignedShape(shape: Shape, rank: number): Shape {
  return [...new Array<number>(rank - shape.length).fill(1), ...shape];
}

/** The axis of a value of this rank along which the numbers differ, or null if there are several. */
export function onlyVaryingAxis({ shape }: Numbers, rank: number): number | null {
  const varying = alignedShape(shape, rank).flatMap((size, axis) => (size === 1 ? [] : [axis]));
  return varying.length === 1 ? (varying[0] as number) : null;
}

/** The elements with their axes in another order. */
export function permute(data: ArrayLike<number>, shape: Shape, order: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const sizes = order.map((axis) => shape[axis] as number);
  return Float32Array.from({ length: sizeOf(shape) }, (_, flat) => {
    let rest = flat;
    let source = 0;
    for (let place = sizes.length - 1; place >= 0; place--) {
      const size = sizes[place] as number;
      source += (rest % size) * (strides[order[place] as number] as number);
      rest = Math.floor(rest / size);
    }
    return data[source] as number;
  });
}
