// Convolution and its two gradients.
import type { Value } from '../../graph/value.js';
import { lowerFilterGradient } from './filterGradient.js';
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

export const convolutionLowerings = {
  conv2d: lowerConv,
  conv2dInputGradient: lowerInputGradient,
  conv2dFilterGradient: lowerFilterGradient,
} satisfies LoweringTable<'conv2d' | 'conv2dInputGradient' | 'conv2dFilterGradient'>;
