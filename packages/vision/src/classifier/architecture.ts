// The networks that tell digits apart: one of plain blocks, and its twin with shortcuts.
import {
  activation as activate,
  createModel,
  dense,
  globalAveragePool,
  imageBytes,
  type Layer,
  type Model,
  residual,
  sequential,
} from '@rectify/nn';
import type { Size } from '../boxes/box.js';
import { convolutionBlock, normalizedConvolution } from '../network/convolutionBlock.js';

/** The networks by name. */
export const CLASSIFIER_NETWORKS = ['plain', 'residual'] as const;

/** Name of a network. */
export type ClassifierNetworkName = (typeof CLASSIFIER_NETWORKS)[number];

/** What decides a network. */
export interface ClassifierModelOptions {
  readonly network: ClassifierNetworkName;
  /** Channels of the first map and of each stage behind it. */
  readonly stageChannels: readonly number[];
  /** Spec of every activation. */
  readonly activation: string;
  readonly seed: number;
}

/** Of the pictures that enter, in pixels. */
export const DIGIT_SIZE: Size = { width: 28, height: 28 };

/** The classes, in the order of the outputs. */
export const DIGIT_CLASSES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** Side of the first convolution's window: a stroke, about three pixels thick, and both its borders. */
const FIRST_KERNEL = 5;

/**
 * The model of a classifier: pictures [B, 28, 28, 1] of bytes to logits [B, 10].
 *
 * The first convolution and each stage halve the map. A stage is two 3x3 blocks; in the residual network it is a basic
 * block of He et al. 2016, where what enters, through a 1x1 convolution, is added ahead of the second activation. So the
 * two differ in the shortcuts alone. The mean of each channel goes to a linear layer, as in ResNet.
 *
 * @throws RangeError if `stageChannels` is empty or holds no integers from 1 up
 */
export function classifierModel({ network, stageChannels, activation, seed }: ClassifierModelOptions): Model {
  const [first, ...stages] = stageChannels;
  if (first === undefined)
    throw new RangeError('classifier: stageChannels must have at least one number, got none');
  const stage = network === 'plain' ? plainStage : residualStage;
  const layer = sequential([
    imageBytes(),
    ...convolutionBlock(first, activation, { stride: 2, kernel: FIRST_KERNEL }),
    ...stages.flatMap((channels) => stage(channels, activation)),
    globalAveragePool(),
    dense(DIGIT_CLASSES.length),
  ]);
  return createModel(layer, {
    inputShape: [DIGIT_SIZE.height, DIGIT_SIZE.width, 1],
    inputType: 'uint8',
    seed,
  });
}

function plainStage(channels: number, activation: string): Layer[] {
  return [
    ...convolutionBlock(channels, activation, { stride: 2 }),
    ...convolutionBlock(channels, activation),
  ];
}

function residualStage(channels: number, activation: string): Layer[] {
  const block = sequential([
    ...convolutionBlock(channels, activation, { stride: 2 }),
    ...normalizedConvolution(channels),
  ]);
  const shortcut = sequential(normalizedConvolution(channels, { stride: 2, kernel: 1 }));
  return [residual(block, shortcut), activate(activation)];
}
