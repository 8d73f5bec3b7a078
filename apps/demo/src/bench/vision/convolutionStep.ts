// The work that is timed: a training step of a small convolutional network, the same numbers for every system.
import {
  activation,
  batchNorm,
  conv2d,
  createEngine,
  createModel,
  createModelState,
  imageBytes,
  maxPool,
  randomStream,
  sequential,
} from '@rectify/nn';

/** How large the pictures are, and how a stage halves its map. */
export interface ConvolutionWork {
  readonly height: number;
  readonly width: number;
  /** `stride`: convolutions of stride 2, as in the detector; `maxPool`: stride 1, then the maximum of 2x2 pixels, as in darknet. */
  readonly downsampling: 'stride' | 'maxPool';
}

/** What all works share: channels as in the detector's preset `digits`, the slope of darknet. */
export const STEP = {
  batchSize: 16,
  stageChannels: [16, 32, 64, 96],
  outputChannels: 15,
  negativeSlope: 0.1,
  learningRate: 1e-3,
} as const;

/** Pixels of the input from one cell of the output to the next. */
const OUTPUT_STRIDE_PIXELS = 16;

/** One batch, row-major, with its place among the batches: another process has copies of them. */
export interface PictureBatch {
  readonly index: number;
  /** [B, H, W, 3] */
  readonly images: Uint8Array;
  /** [B, outputChannels, H / 16, W / 16] */
  readonly targets: Float32Array;
}

/** Filters of one convolution, [filters, channels, kernel, kernel]. */
export interface Filters {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What the work is, in words. */
export function describeWork({ height, width, downsampling }: ConvolutionWork, threads: number): string {
  const stages = downsampling === 'stride' ? 'stride 2' : 'max-pooling';
  const { batchSize, stageChannels } = STEP;
  return `one step: ${width}x${height}, batch ${batchSize}, four stages of ${stages} (${stageChannels.join('-')}), Adam, ${threads} thread${threads === 1 ? '' : 's'}`;
}

/** Shape of a picture's target. */
export function targetShape({ height, width }: ConvolutionWork): [number, number, number] {
  return [STEP.outputChannels, height / OUTPUT_STRIDE_PIXELS, width / OUTPUT_STRIDE_PIXELS];
}

/** The network: convolution, batch normalisation, Leaky ReLU four times, then a linear 1x1 convolution. */
export function stepModel({ height, width, downsampling }: ConvolutionWork) {
  const isStrided = downsampling === 'stride';
  const stages = STEP.stageChannels.flatMap((filters) => [
    conv2d(filters, { stride: isStrided ? 2 : 1, bias: false }),
    batchNorm(),
    activation(`leaky_relu:${STEP.negativeSlope}`),
    ...(isStrided ? [] : [maxPool(2)]),
  ]);
  return createModel(sequential([imageBytes(), ...stages, conv2d(STEP.outputChannels, { kernel: 1 })]), {
    inputShape: [height, width, 3],
    inputType: 'uint8',
    seed: 1,
  });
}

/** The initial filters in order, so that another system can start from the same numbers; what else is learned starts at 0 or 1. */
export async function stepFilters(work: ConvolutionWork): Promise<Filters[]> {
  const model = stepModel(work);
  const flat = createModelState(await createEngine('onnx'), model).parameters.read();
  return model.parameters
    .filter(({ shape }) => shape.length === 4)
    .map(({ shape, offset }) => {
      const size = shape.reduce((product, axis) => product * axis, 1);
      return { shape, values: Float32Array.from(flat.slice(offset, offset + size)) };
    });
}

/** Random pictures and targets: what they are doesn't change the time. */
export function randomPictures(work: ConvolutionWork, index: number): PictureBatch {
  const random = randomStream(index).split('benchmark');
  const [channels, rows, columns] = targetShape(work);
  return {
    index,
    images: Uint8Array.from({ length: STEP.batchSize * work.height * work.width * 3 }, () =>
      random.integer(256),
    ),
    targets: Float32Array.from({ length: STEP.batchSize * channels * rows * columns }, () => random.normal()),
  };
}
