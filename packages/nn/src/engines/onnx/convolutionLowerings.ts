// Convolution and its two gradients.
import type { Value } from '../../graph/value.js';
import { emitBlockedConvolution } from './blockedConvolution.js';
import { lowerFilterGradient } from './filterGradient.js';
import type { GraphWriter } from './graphWriter.js';
import type { Lowering, LoweringTable } from './lowering.js';
import { emitRectifier, type Rectifier } from './rectifierNodes.js';

type Four = readonly [number, number, number, number];

const shapeOf = (value: Value | undefined): Four => (value as Value).shape as unknown as Four;

/** Names of what a convolution works with, and what is applied to its map. */
export interface ConvolutionOperands {
  readonly x: string;
  readonly filter: string;
  readonly bias?: string | undefined;
  readonly rectifier?: Rectifier | null;
}

/** Writes the nodes of a convolution. */
export function emitConvolution(
  value: Value<'conv2d'>,
  operands: ConvolutionOperands,
  writer: GraphWriter,
): string {
  const { strides, padding, groups } = value.attributes;
  const [batch, filters, height, width] = shapeOf(value);
  const [, channels, ...kernel] = shapeOf(value.inputs[1]);
  const positions = batch * height * width;
  const sizes = { filters, channels, kernel, positions, strides, padding, isTurned: false };
  const blocked = groups === 1 ? emitBlockedConvolution({ ...operands, ...sizes }, writer) : null;
  if (blocked !== null) return blocked;
  const { x, filter, bias, rectifier } = operands;
  const inputs = [x, filter, ...(bias === undefined ? [] : [bias])];
  const map = writer.emit('Conv', inputs, { strides, pads: padding, ...grouping(groups) });
  return rectifier ? emitRectifier(rectifier, map, writer) : map;
}

const lowerConv: Lowering<'conv2d'> = ({ value, inputs, writer }) => {
  const [x, filter, bias] = inputs as readonly [string, string, string?];
  return emitConvolution(value, { x, filter, bias }, writer);
};

/** One group is the default, and left out. */
const grouping = (groups: number): { readonly group?: number } => (groups === 1 ? {} : { group: groups });

const lowerInputGradient: Lowering<'conv2dInputGradient'> = ({ value, inputs, writer }) => {
  const [filter, upstream] = inputs as readonly [string, string];
  const blocked = inputGradientInBlocks(value, { filter, upstream }, writer);
  if (blocked !== null) return blocked;
  const { strides, padding, groups, inputShape } = value.attributes;
  const [, , kernelHeight, kernelWidth] = shapeOf(value.inputs[0]);
  const [, , height, width] = shapeOf(value.inputs[1]);
  const [top, left, bottom, right] = padding;
  // Rows and columns at the end that no window reached.
  const unreached = [
    (inputShape[2] as number) + top + bottom - (height - 1) * strides[0] - kernelHeight,
    (inputShape[3] as number) + left + right - (width - 1) * strides[1] - kernelWidth,
  ];
  return writer.emit('ConvTranspose', [upstream, filter], {
    strides,
    pads: padding,
    output_padding: unreached,
    ...grouping(groups),
  });
};

/** Where the stride is 1, the gradient is a convolution with the same filters, turned by half a turn. */
function inputGradientInBlocks(
  value: Value<'conv2dInputGradient'>,
  { filter, upstream }: { readonly filter: string; readonly upstream: string },
  writer: GraphWriter,
): string | null {
  const { strides, padding, groups } = value.attributes;
  const [batch, filters, height, width] = shapeOf(value);
  const [channels, , ...kernel] = shapeOf(value.inputs[0]);
  const around = padding.map((amount, side) => (kernel[side % 2] as number) - 1 - amount);
  if (groups > 1 || strides.some((stride) => stride > 1) || around.some((amount) => amount < 0)) return null;
  const positions = batch * height * width;
  const window = { strides, padding: around as unknown as Four, kernel };
  return emitBlockedConvolution(
    { x: upstream, filter, filters, channels, positions, isTurned: true, ...window },
    writer,
  );
}

export const convolutionLowerings = {
  conv2d: lowerConv,
  conv2dInputGradient: lowerInputGradient,
  conv2dFilterGradient: lowerFilterGradient,
} satisfies LoweringTable<'conv2d' | 'conv2dInputGradient' | 'conv2dFilterGradient'>;
