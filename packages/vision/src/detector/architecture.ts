// The network: a strided backbone, coarse and fine maps joined, linear heads.
import {
  add,
  applyLayer,
  concat,
  conv2d,
  createModel,
  imageBytes,
  type Layer,
  type Model,
  sequential,
  upsample,
} from '@rectify/nn';
import { type BlockOptions, convolutionBlock } from '../network/convolutionBlock.js';
import type { ArchitectureSettings } from './architectureSettings.js';
import { BOX_CHANNELS, decodeBoxes } from './boxDecoding.js';
import { type PredictionScale, predictionLayout } from './predictionLayout.js';

/** What decides a network besides its settings. */
export interface DetectorModelOptions {
  readonly architecture: ArchitectureSettings;
  readonly classCount: number;
  /** Spec of the activation behind every convolution but the heads' last. */
  readonly activation: string;
  readonly seed: number;
}

/** Side of the patches that the first of three stages looks at. */
const PATCH_KERNEL = 6;

/**
 * The model of a detector: pictures [B, H, W, 3] of bytes to predictions [B, 5 + C, N] of N cells, see `decodeBoxes`.
 *
 * Each stage halves the map with a 3x3 convolution of stride 2: a prototype with max-pooling needed 2.8 times as
 * long for a step. With three stages the first one is a convolution of 6x6 pixels and stride 4: it spares the largest
 * map, most of whose cost is normalisation and activation. The map at stride 16 sees the whole of large objects;
 * enlarged and added to the map at stride 8, which knows the place of small ones, it gives one map for both (Lin et
 * al. 2017, feature pyramids). With two scales the map at stride 16 has a head of its own, for the large objects.
 * The last layer of a head is linear.
 */
export function detectorModel({ architecture, classCount, activation, seed }: DetectorModelOptions): Model {
  const { inputSize, stageChannels, deepBlocks, headBlocks } = architecture;
  const { scales, centreRadius } = predictionLayout(architecture);
  const block = (filters: number, options?: BlockOptions) => convolutionBlock(filters, activation, options);
  const blocks = (count: number, filters: number) =>
    Array.from({ length: count }, () => block(filters)).flat();
  const head = (scale: PredictionScale, filters: number) =>
    sequential([
      ...blocks(headBlocks, filters),
      conv2d(BOX_CHANNELS + classCount, { kernel: 1 }),
      decodeBoxes(scale, centreRadius),
    ]);

  // As many as `checkArchitecture` admits.
  const [coarseChannels, fineChannels, ...stem] = [...stageChannels].reverse() as [
    number,
    number,
    ...number[],
  ];
  const [fine, coarse] = scales as readonly [PredictionScale, PredictionScale?];
  const layer = sequential([
    imageBytes(),
    ...(stem.length === 1
      ? block(stem[0] as number, { stride: 4, kernel: PATCH_KERNEL })
      : stem.reverse().flatMap((channels) => block(channels, { stride: 2 }))),
    ...block(fineChannels, { stride: 2 }),
    pyramid({
      deepen: sequential([...block(coarseChannels, { stride: 2 }), ...blocks(deepBlocks, coarseChannels)]),
      raise: sequential([...block(fineChannels, { kernel: 1 }), upsample(2)]),
      fineHead: head(fine, fineChannels),
      coarseHead: coarse && head(coarse, coarseChannels),
    }),
  ]);
  return createModel(layer, { inputShape: [inputSize.height, inputSize.width, 3], inputType: 'uint8', seed });
}

interface PyramidParts {
  /** From the fine map to the coarse one. */
  readonly deepen: Layer;
  /** From the coarse map to something in the shape of the fine one. */
  readonly raise: Layer;
  readonly fineHead: Layer;
  readonly coarseHead: Layer | undefined;
}

/** Predictions from a map [B, C, H, W] and from a coarser one made of it, the cells of the finer first. */
function pyramid({ deepen, raise, fineHead, coarseHead }: PyramidParts): Layer {
  return {
    kind: 'pyramid',
    apply: (input, scope) => {
      const coarse = applyLayer(deepen, input, scope.enter('deepen', null));
      const merged = add(input, applyLayer(raise, coarse, scope.enter('raise', null)));
      const fromFine = applyLayer(fineHead, merged, scope.enter('fineHead'));
      if (coarseHead === undefined) return fromFine;
      return concat([fromFine, applyLayer(coarseHead, coarse, scope.enter('coarseHead'))], 2);
    },
  };
}
