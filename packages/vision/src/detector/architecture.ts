// The network: a strided backbone, the coarse map added to the finer one, a linear head.
import {
  activation as activate,
  batchNorm,
  conv2d,
  createModel,
  imageBytes,
  type Layer,
  type Model,
  residual,
  sequential,
  upsample,
} from '@rectify/nn';
import type { Size } from '../boxes/box.js';
import { BOX_CHANNELS, CELL_STRIDE_PIXELS, decodeBoxes } from './boxDecoding.js';
import type { ArchitectureSettings } from './presets.js';

/** What decides a network besides its settings. */
export interface DetectorModelOptions {
  readonly architecture: ArchitectureSettings;
  readonly classCount: number;
  /** Spec of the activation behind every convolution but the head. */
  readonly activation: string;
  readonly seed: number;
}

const COARSEST_STRIDE_PIXELS = 2 * CELL_STRIDE_PIXELS;

/**
 * The model of a detector: pictures [B, H, W, 3] of bytes to maps [B, 5 + C, H/8, W/8], see `decodeBoxes`.
 *
 * Each stage halves the map with a 3x3 convolution of stride 2: a prototype with max-pooling needed 2.8 times as
 * long for a step. The map at stride 16 sees the whole of large objects; enlarged and added to the map at stride
 * 8, which knows the place of small ones, it gives one map for both (Lin et al. 2017, feature pyramids). The head
 * is linear.
 *
 * @throws RangeError if the input's sides are not positive multiples of 16
 */
export function detectorModel({ architecture, classCount, activation, seed }: DetectorModelOptions): Model {
  const { inputSize, stageChannels, deepBlocks, priorBoxPixels } = architecture;
  checkInputSize(inputSize);
  const block = (filters: number, { stride = 1, kernel = 3 } = {}): Layer[] => [
    conv2d(filters, { kernel, stride, bias: false }),
    batchNorm(),
    activate(activation),
  ];
  const [first, second, third, fourth] = stageChannels;
  const coarse = sequential([
    ...block(fourth, { stride: 2 }),
    ...Array.from({ length: deepBlocks }, () => block(fourth)).flat(),
    ...block(third, { kernel: 1 }),
    upsample(2),
  ]);
  const layer = sequential([
    imageBytes(),
    ...block(first, { stride: 2 }),
    ...block(second, { stride: 2 }),
    ...block(third, { stride: 2 }),
    residual(coarse),
    ...block(third),
    conv2d(BOX_CHANNELS + classCount, { kernel: 1 }),
    decodeBoxes(priorBoxPixels),
  ]);
  return createModel(layer, { inputShape: [inputSize.height, inputSize.width, 3], inputType: 'uint8', seed });
}

/** Columns and rows of the prediction map. */
export function gridOf({ width, height }: Size): Size {
  return { width: width / CELL_STRIDE_PIXELS, height: height / CELL_STRIDE_PIXELS };
}

function checkInputSize({ width, height }: Size): void {
  const fits = (side: number) =>
    Number.isSafeInteger(side) && side > 0 && side % COARSEST_STRIDE_PIXELS === 0;
  if (fits(width) && fits(height)) return;
  throw new RangeError(
    `detector: the sides of inputSize must be multiples of ${COARSEST_STRIDE_PIXELS} pixels, got ${width}x${height}`,
  );
}
