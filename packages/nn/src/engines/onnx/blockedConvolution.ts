// Convolutions in the layout that ONNX Runtime has for them, NCHWc: a block of channels side by side, as many as fit into a
// register. It converts to that layout by itself only where the filter is a constant, which it is not while a network
// learns; here the filter is rearranged in every run, which is little beside the maps.

import type { Window2d } from '../../graph/operationSet.js';
import { roundUp } from '../../roundUp.js';
import type { GraphWriter } from './graphWriter.js';
import { type Rectifier, rectifierAttributes } from './rectifierNodes.js';

/** A convolution without groups: names of its operands, and its sizes. */
export interface BlockedConvolution extends Window2d {
  readonly x: string;
  /** [filters, channels, ...kernel] */
  readonly filter: string;
  readonly bias?: string | undefined;
  /** Applied to the map. */
  readonly rectifier?: Rectifier | null;
  /** Whether the filter is that of an adjoint: [channels, filters, ...kernel], with rows and columns from the end. */
  readonly isTurned: boolean;
  readonly filters: number;
  readonly channels: number;
  readonly kernel: readonly [number, number];
  /** Elements of the output in one channel, all images together. */
  readonly positions: number;
}

/** Below this many multiplications the nodes around the convolution cost more than it saves. */
const LEAST_MULTIPLICATIONS = 2 ** 22;

/** Largest cost of the channels that are added to fill the last block. */
const LARGEST_FILLING = 1.5;

/** Writes the convolution in blocks; null if that does not pay, or the processor has no such layout. */
export function emitBlockedConvolution(convolution: BlockedConvolution, writer: GraphWriter): string | null {
  const { filters, channels, kernel, positions, strides, padding, bias, rectifier } = convolution;
  const block = writer.channelBlock;
  const area = kernel[0] * kernel[1];
  if (block === null || area === 1 || filters * channels * area * positions < LEAST_MULTIPLICATIONS)
    return null;
  const whole = {
    filters: roundUp(filters, block),
    channels: channels < block ? channels : roundUp(channels, block),
  };
  if (whole.filters * whole.channels > LARGEST_FILLING * filters * channels) return null;
  // Fewer channels than a block are read as they are.
  const isReordered = channels >= block && !writer.isInBlocks(convolution.x);
  if (isReordered && channels % 4 !== 0) return null;
  const x = channels < block ? convolution.x : writer.toBlocks(convolution.x);
  const operands = [x, arrangeFilter(convolution, { ...whole, block }, writer)];
  if (bias !== undefined) operands.push(padded(bias, [whole.filters - filters], writer));
  const window = { kernel_shape: kernel, strides, pads: padding, dilations: [1, 1], group: 1 };
  const attributes = rectifier ? { ...window, ...rectifierAttributes(rectifier) } : window;
  return writer.fromBlocks(writer.emitBlocked('Conv', operands, attributes), filters);
}

interface Blocks {
  readonly filters: number;
  readonly channels: number;
  readonly block: number;
}

/**
 * [filters / block, channels / block, ...kernel, block of channels, block of filters]; few channels have no blocks. First
 * the filters move behind the places of the window, then blocks of them, which stand side by side now: in one step it is
 * single numbers that move, and takes five times as long. Picking the places, which turns the filter, also keeps the
 * runtime from making one step of the two.
 */
function arrangeFilter(convolution: BlockedConvolution, whole: Blocks, writer: GraphWriter): string {
  const { isTurned, kernel } = convolution;
  const { filters, channels, block } = whole;
  const area = kernel[0] * kernel[1];
  const outer = [convolution.filters, convolution.channels];
  const stored = writer.integers([...(isTurned ? outer.toReversed() : outer), area]);
  const places = [...Array(area).keys()];
  const behindPlaces = writer.emit('Transpose', [writer.emit('Reshape', [convolution.filter, stored])], {
    perm: isTurned ? [0, 2, 1] : [1, 2, 0],
  });
  const picked = writer.emit(
    'Gather',
    [behindPlaces, writer.integers(isTurned ? places.toReversed() : places)],
    { axis: 1 },
  );
  const missing = [channels - convolution.channels, 0, filters - convolution.filters];
  const inner = channels < block ? [channels] : [channels / block, block];
  const split = [...inner, area, filters / block, block];
  const arranged = writer.emit(
    'Transpose',
    [writer.emit('Reshape', [padded(picked, missing, writer), writer.integers(split)])],
    { perm: channels < block ? [2, 0, 1, 3] : [3, 0, 2, 1, 4] },
  );
  return writer.emit('Reshape', [arranged, writer.integers([filters, channels, ...kernel])]);
}

/** Zeros behind the ends of the axes. */
function padded(tensor: string, after: readonly number[], writer: GraphWriter): string {
  if (after.every((amount) => amount === 0)) return tensor;
  return writer.emit('Pad', [tensor, writer.integers([...after.map(() => 0), ...after])]);
}
