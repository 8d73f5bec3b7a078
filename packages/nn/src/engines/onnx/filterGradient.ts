// The gradient of a convolution with respect to its filter, dW[f, c, i, j] = sum over images and positions of dy[f] times
// the pixel of x under (c, i, j): a matrix product over unfolded patches. ONNX Runtime's Conv with the gradient as filter
// takes two to three times as long. Which arrangement is fastest was measured ahead, see docs/performance.md; a choice by
// timing would break the promise of a seed.
import { sizeOf } from '../../graph/shape.js';
import type { Value } from '../../graph/value.js';
import { type GraphWriter, sumRows } from './graphWriter.js';
import type { Lowering } from './lowering.js';

type FilterGradient = Value<'conv2dFilterGradient'>;
type Four = readonly [number, number, number, number];

const shapeOf = (value: Value | undefined): Four => (value as Value).shape as unknown as Four;

interface Operands {
  readonly x: string;
  readonly upstream: string;
}

/** Writes the nodes of a filter gradient. */
export const lowerFilterGradient: Lowering<'conv2dFilterGradient'> = ({ value, inputs, writer }) => {
  const [x, upstream] = inputs as readonly [string, string];
  if (value.attributes.groups > 1) return ofGroups(value, { x, upstream }, writer);
  return splitsIntoRows(value)
    ? rowByRow(value, { x, upstream }, writer)
    : atOnce(value, { x, upstream }, writer);
};

/**
 * Whether the rows of the window have products of their own: the patches of all rows together leave the second-level
 * cache where the map is large, and pixels in a row below are a shift of those above only where the stride is 1.
 */
function splitsIntoRows(value: FilterGradient): boolean {
  const [, channels, kernelHeight, kernelWidth] = shapeOf(value);
  const [, , height, width] = shapeOf(value.inputs[1]);
  const patchElements = channels * kernelHeight * kernelWidth * height * width;
  return kernelHeight > 1 && value.attributes.strides[0] === 1 && channels >= 8 && patchElements >= 65_536;
}

/** One product for the whole window. */
function atOnce(value: FilterGradient, { x, upstream }: Operands, writer: GraphWriter): string {
  const [batch, filters, height, width] = shapeOf(value.inputs[1]);
  const [, ...window] = shapeOf(value);
  const patches = writer.emit('Reshape', [
    unfold(value, x, writer),
    writer.integers([batch, sizeOf(window), height * width]),
  ]);
  const flat = productOverImages(value, { patches, upstream, rows: sizeOf(window) }, writer);
  const matrix = writer.emit('Reshape', [flat, writer.integers([sizeOf(window), filters])]);
  const turned = writer.emit('Transpose', [matrix], { perm: [1, 0] });
  return writer.emit('Reshape', [turned, writer.integers(value.shape)]);
}

/** Patches of one row of the window; those of the rows below are the same, further down. */
function rowByRow(value: FilterGradient, { x, upstream }: Operands, writer: GraphWriter): string {
  const [batch, filters, height, width] = shapeOf(value.inputs[1]);
  const [, channels, kernelHeight, kernelWidth] = shapeOf(value);
  const rows = channels * kernelWidth;
  const paddedHeight = height + kernelHeight - 1;
  const line = writer.emit('Reshape', [
    unfold(value, x, writer, 1),
    writer.integers([batch, rows, paddedHeight * width]),
  ]);
  const products = Array.from({ length: kernelHeight }, (_, row) => {
    const [start, end] = [row * width, (row + height) * width];
    const patches = writer.emit('Slice', [
      line,
      writer.integers([start]),
      writer.integers([end]),
      writer.integers([2]),
    ]);
    return productOverImages(value, { patches, upstream, rows }, writer);
  });
  const stacked = writer.emit('Reshape', [
    writer.emit('Concat', products, { axis: 1 }),
    writer.integers([kernelHeight, channels, kernelWidth, filters]),
  ]);
  return writer.emit('Transpose', [stacked], { perm: [3, 1, 0, 2] });
}

/** patches [B, rows, positions] times dy [B, positions, F], summed over the images: [1, rows * F]. */
function productOverImages(
  value: FilterGradient,
  { patches, upstream, rows }: { readonly patches: string; readonly upstream: string; readonly rows: number },
  writer: GraphWriter,
): string {
  const [batch, filters, height, width] = shapeOf(value.inputs[1]);
  const lines = writer.emit('Reshape', [upstream, writer.integers([batch, filters, height * width])]);
  const perImage = writer.emit('MatMul', [patches, writer.emit('Transpose', [lines], { perm: [0, 2, 1] })]);
  return sumRows(writer.emit('Reshape', [perImage, writer.integers([batch, rows * filters])]), batch, writer);
}

/** The same with filters of their own for each group. */
function ofGroups(value: FilterGradient, { x, upstream }: Operands, writer: GraphWriter): string {
  const { groups } = value.attributes;
  const [batch, filters, height, width] = shapeOf(value.inputs[1]);
  const patchSize = sizeOf(value.shape.slice(1));
  const stack = [batch, groups];
  const columns = writer.emit('Reshape', [
    unfold(value, x, writer),
    writer.integers([...stack, patchSize, height * width]),
  ]);
  const rows = writer.emit('Transpose', [columns], { perm: [0, 1, 3, 2] });
  const gradientRows = writer.emit('Reshape', [
    upstream,
    writer.integers([...stack, filters / groups, height * width]),
  ]);
  const perImage = writer.emit('MatMul', [gradientRows, rows]);
  const flat = writer.emit('Reshape', [perImage, writer.integers([batch, filters * patchSize])]);
  return writer.emit('Reshape', [sumRows(flat, batch, writer), writer.integers(value.shape)]);
}

/**
 * The patches under the first rows of the window, all by default, [B, C * rows * kernelWidth, H, W]: a depthwise
 * convolution with one one-hot filter for each position.
 */
function unfold(
  value: FilterGradient,
  x: string,
  writer: GraphWriter,
  rows: number = shapeOf(value)[2],
): string {
  const { strides, padding } = value.attributes;
  const [, channels] = shapeOf(value.inputs[0]);
  const columns = shapeOf(value)[3];
  const area = rows * columns;
  const isPlain =
    area === 1 && strides.every((stride) => stride === 1) && padding.every((amount) => amount === 0);
  if (isPlain) return x;
  const shape = [channels * area, 1, rows, columns];
  const oneHot = new Float32Array(sizeOf(shape));
  for (let filter = 0; filter < channels * area; filter++) oneHot[filter * area + (filter % area)] = 1;
  return writer.emit('Conv', [x, writer.constant(oneHot, shape)], {
    group: channels,
    strides,
    pads: padding,
  });
}
