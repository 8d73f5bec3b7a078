// Convolution and its two gradients. The filter gradient is a matrix product over unfolded patches:
// ONNX Runtime's Conv with the gradient as filter takes two to three times as long.
import { sizeOf } from '../../graph/shape.js';
import type { Value } from '../../graph/value.js';
import { type GraphWriter, sumRows } from './graphWriter.js';
import type { Lowering, LoweringTable } from './lowering.js';

type Four = readonly [number, number, number, number];

const shapeOf = (value: Value | undefined): Four => (value as Value).shape as unknown as Four;

const lowerConv: Lowering<'conv2d'> = ({ value, inputs, writer }) => {
  const { strides, padding, groups } = value.attributes;
  return writer.emit('Conv', inputs, { strides, pads: padding, ...grouping(groups) });
};

/** One group is the default, and left out. */
const grouping = (groups: number): { readonly group?: number } => (groups === 1 ? {} : { group: groups });

const lowerInputGradient: Lowering<'conv2dInputGradient'> = ({
  value,
  inputs: [filter, upstream],
  writer,
}) => {
  const { strides, padding, groups, inputShape } = value.attributes;
  const [, , kernelHeight, kernelWidth] = shapeOf(value.inputs[0]);
  const [, , height, width] = shapeOf(value.inputs[1]);
  const [top, left, bottom, right] = padding;
  // Rows and columns at the end that no window reached.
  const unreached = [
    (inputShape[2] as number) + top + bottom - (height - 1) * strides[0] - kernelHeight,
    (inputShape[3] as number) + left + right - (width - 1) * strides[1] - kernelWidth,
  ];
  return writer.emit('ConvTranspose', [upstream as string, filter as string], {
    strides,
    pads: padding,
    output_padding: unreached,
    ...grouping(groups),
  });
};

/** dW[f, c, i, j] = sum over images and positions of dy[f] times the patch element (c, i, j). */
const lowerFilterGradient: Lowering<'conv2dFilterGradient'> = ({ value, inputs: [x, upstream], writer }) => {
  const { groups } = value.attributes;
  const [batch, filters, height, width] = shapeOf(value.inputs[1]);
  const [, channels, kernelHeight, kernelWidth] = shapeOf(value);
  const patchSize = channels * kernelHeight * kernelWidth;
  const stack = groups === 1 ? [batch] : [batch, groups];
  const patches = unfold(value, x as string, writer);
  const columns = writer.emit('Reshape', [patches, writer.integers([...stack, patchSize, height * width])]);
  const rows = writer.emit('Transpose', [columns], { perm: groups === 1 ? [0, 2, 1] : [0, 1, 3, 2] });
  const gradientRows = writer.emit('Reshape', [
    upstream as string,
    writer.integers([...stack, filters / groups, height * width]),
  ]);
  const perImage = writer.emit('MatMul', [gradientRows, rows]);
  const flat = writer.emit('Reshape', [perImage, writer.integers([batch, filters * patchSize])]);
  return writer.emit('Reshape', [sumRows(flat, batch, writer), writer.integers(value.shape)]);
};

/**
 * The patches under the window, [B, C * kernelHeight * kernelWidth, H, W]: a depthwise convolution
 * with one one-hot filter for each position of the window.
 */
function unfold(value: Value<'conv2dFilterGradient'>, x: string, writer: GraphWriter): string {
  const { strides, padding } = value.attributes;
  const [, channels] = shapeOf(value.inputs[0]);
  const [, , kernelHeight, kernelWidth] = shapeOf(value);
  const area = kernelHeight * kernelWidth;
  const isPlain =
    area === 1 && strides.every((stride) => stride === 1) && padding.every((amount) => amount === 0);
  if (isPlain) return x;
  const shape = [channels * area, 1, kernelHeight, kernelWidth];
  const oneHot = new Float32Array(sizeOf(shape));
  for (let filter = 0; filter < channels * area; filter++) oneHot[filter * area + (filter % area)] = 1;
  return writer.emit('Conv', [x, writer.constant(oneHot, shape)], {
    group: channels,
    strides,
    pads: padding,
  });
}

export const convolutionLowerings = {
  conv2d: lowerConv,
  conv2dInputGradient: lowerInputGradient,
  conv2dFilterGradient: lowerFilterGradient,
} satisfies LoweringTable<'conv2d' | 'conv2dInputGradient' | 'conv2dFilterGradient'>;
