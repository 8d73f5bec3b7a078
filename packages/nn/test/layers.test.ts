// Every layer in evaluation mode on numbers small enough to do by hand.
import { activationKinds, parseActivation } from '@rectify/activations';
import { describe, expect, it } from 'vitest';
import {
  activation,
  averagePool,
  batchNorm,
  conv2d,
  conv2dTranspose,
  dense,
  depthwiseConv2d,
  dropout,
  ENGINES,
  embedding,
  flatten,
  globalAveragePool,
  identity,
  imageBytes,
  type Layer,
  layerNorm,
  maxPool,
  parallel,
  residual,
  sequential,
  softmaxLayer,
  upsample,
} from '../src/index.js';
import { layerOutput, type Numbers } from './layerOutput.js';

interface Example {
  readonly what: string;
  readonly layer: Layer;
  readonly x: Numbers;
  readonly tensors?: Readonly<Record<string, readonly number[]>>;
  readonly output: Numbers;
}

/** 1, 2, 3, ... */
const counting = (...shape: number[]): Numbers => {
  const size = shape.reduce((product, axis) => product * axis, 1);
  return { shape, data: Array.from({ length: size }, (_, index) => index + 1) };
};

const weighted: readonly Example[] = [
  {
    what: 'dense is x W^T + b',
    layer: dense(3),
    x: counting(2, 2),
    tensors: { weight: [1, 0, 0, 1, 1, -1], bias: [10, 20, 30] },
    output: { shape: [2, 3], data: [11, 22, 29, 13, 24, 29] },
  },
  {
    what: 'dense without bias',
    layer: dense(1, { bias: false }),
    x: counting(2, 2),
    tensors: { weight: [2, -1] },
    output: { shape: [2, 1], data: [0, 2] },
  },
  {
    what: 'conv2d does not flip its kernel',
    layer: conv2d(1, { kernel: 2, padding: 'valid', bias: false }),
    x: counting(1, 1, 3, 3),
    tensors: { weight: [1, 0, 0, 10] },
    output: { shape: [1, 1, 2, 2], data: [51, 62, 84, 95] },
  },
  {
    what: 'conv2d sums over channels and adds a bias per filter',
    layer: conv2d(2, { kernel: 1 }),
    x: { shape: [1, 2, 1, 2], data: [1, 2, 10, 20] },
    tensors: { weight: [1, 1, -1, 0], bias: [0.5, 100] },
    output: { shape: [1, 2, 1, 2], data: [11.5, 22.5, 99, 98] },
  },
  {
    what: 'conv2d with same padding keeps the size',
    layer: conv2d(1),
    x: { shape: [1, 1, 2, 3], data: [1, 1, 1, 1, 1, 1] },
    tensors: { weight: new Array<number>(9).fill(1) },
    output: { shape: [1, 1, 2, 3], data: [4, 6, 4, 4, 6, 4] },
  },
  {
    what: 'conv2d with stride 2 pads the end first',
    layer: conv2d(1, { stride: 2 }),
    x: { shape: [1, 1, 4, 4], data: new Array<number>(16).fill(1) },
    tensors: { weight: new Array<number>(9).fill(1), bias: [1] },
    output: { shape: [1, 1, 2, 2], data: [10, 7, 7, 5] },
  },
];

const ones = (count: number): number[] => new Array<number>(count).fill(1);

const grouped: readonly Example[] = [
  {
    what: 'conv2d with groups keeps their channels apart',
    layer: conv2d(2, { kernel: 1, groups: 2, bias: false }),
    x: { shape: [1, 4, 1, 1], data: [1, 2, 10, 20] },
    tensors: { weight: [1, 1, 1, -1] },
    output: { shape: [1, 2, 1, 1], data: [3, -10] },
  },
  {
    what: 'depthwiseConv2d has filters side by side for each channel',
    layer: depthwiseConv2d({ kernel: 1, multiplier: 2 }),
    x: { shape: [1, 2, 1, 1], data: [3, 5] },
    tensors: { weight: [1, 2, 10, 20], bias: [0, 0, 0, 1] },
    output: { shape: [1, 4, 1, 1], data: [3, 6, 50, 101] },
  },
  {
    what: 'conv2dTranspose adds a filter for each pixel',
    layer: conv2dTranspose(1, { kernel: 2, stride: 1, padding: 'valid' }),
    x: { shape: [1, 1, 1, 2], data: [1, 10] },
    tensors: { weight: [1, 2, 3, 4], bias: [100] },
    output: { shape: [1, 1, 2, 3], data: [101, 112, 120, 103, 134, 140] },
  },
  {
    what: 'conv2dTranspose with same padding multiplies the size by its stride',
    layer: conv2dTranspose(1, { kernel: 3, stride: 2 }),
    x: counting(1, 1, 1, 2),
    tensors: { weight: ones(9) },
    output: { shape: [1, 1, 2, 4], data: [1, 1, 3, 2, 1, 1, 3, 2] },
  },
  {
    what: 'conv2dTranspose with gaps between its windows',
    layer: conv2dTranspose(2, { kernel: 1, stride: 2, bias: false }),
    x: { shape: [1, 2, 1, 2], data: [1, 2, 10, 20] },
    tensors: { weight: [1, 2, 1, 0] },
    output: { shape: [1, 2, 2, 4], data: [11, 0, 22, 0, 0, 0, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0] },
  },
];

const sequences: readonly Example[] = [
  {
    what: 'dense treats every step alike',
    layer: dense(1),
    x: counting(1, 2, 2),
    tensors: { weight: [1, 10], bias: [0.5] },
    output: { shape: [1, 2, 1], data: [21.5, 43.5] },
  },
  {
    what: 'embedding looks rows up',
    layer: embedding(3, 2),
    x: { shape: [2, 2], data: [2, 0, 1, 2], type: 'int32' },
    tensors: { weight: [1, 2, 3, 4, 5, 6] },
    output: { shape: [2, 2, 2], data: [5, 6, 1, 2, 3, 4, 5, 6] },
  },
  {
    what: 'softmaxLayer makes probabilities of logits',
    layer: softmaxLayer(),
    x: { shape: [2, 2], data: [0, Math.log(3), 1000, 0] },
    output: { shape: [2, 2], data: [0.25, 0.75, 1, 0] },
  },
  {
    what: 'softmaxLayer along the channels',
    layer: softmaxLayer(1),
    x: { shape: [1, 2, 1, 2], data: [0, 5, Math.log(3), 5] },
    output: { shape: [1, 2, 1, 2], data: [0.25, 0.5, 0.75, 0.5] },
  },
];

const normalising: readonly Example[] = [
  {
    what: 'batchNorm uses the running statistics',
    layer: batchNorm({ epsilon: 0.25 }),
    x: { shape: [2, 2], data: [5, 1, 1, 2] },
    tensors: { scale: [2, 1], offset: [1, 0], mean: [3, 1], variance: [3.75, 0] },
    output: { shape: [2, 2], data: [3, 0, -1, 2] },
  },
  {
    what: 'batchNorm counts channels along axis 1',
    layer: batchNorm({ epsilon: 0.25 }),
    x: counting(1, 2, 1, 2),
    tensors: { offset: [0, 10], mean: [1, 3], variance: [0.75, 0.75] },
    output: { shape: [1, 2, 1, 2], data: [0, 1, 10, 11] },
  },
];

const layerNormalising: readonly Example[] = [
  {
    what: 'layerNorm uses the statistics of each example',
    layer: layerNorm({ epsilon: 0.25 }),
    // Means 2 and 6, variances 0.75 + 0.25 and 0 + 0.25.
    x: { shape: [2, 2], data: [2 - Math.sqrt(0.75), 2 + Math.sqrt(0.75), 6, 6] },
    tensors: { scale: [2, 1], offset: [0, 5] },
    output: { shape: [2, 2], data: [-2 * Math.sqrt(0.75), 5 + Math.sqrt(0.75), 0, 5] },
  },
  {
    what: 'layerNorm of several axes',
    layer: layerNorm({ axes: 2, epsilon: 0.75 }),
    x: { shape: [1, 2, 2], data: [1, 1.5, 1.5, 2] },
    output: { shape: [1, 2, 2], data: [-0.5, 0, 0, 0.5].map((x) => x / Math.sqrt(0.875)) },
  },
];

const rectifying: readonly Example[] = [
  ['relu', [0, 0, 3]],
  ['leaky_relu:0.5', [-1, 0, 3]],
  ['prelu:0.25', [-0.5, 0, 3]],
  ['prelu:init=2,shared', [-4, 0, 3]],
  ['linear', [-2, 0, 3]],
  ['elu:0', [0, 0, 3]],
].map(([spec, output]) => ({
  what: `activation ${spec}`,
  layer: activation(spec as string),
  x: { shape: [1, 3], data: [-2, 0, 3] },
  output: { shape: [1, 3], data: output as number[] },
}));

const perChannel: readonly Example[] = [
  {
    what: 'activation prelu has a slope for each unit',
    layer: activation('prelu'),
    x: { shape: [2, 2], data: [-1, -1, 1, -2] },
    tensors: { slope: [0.5, -4] },
    output: { shape: [2, 2], data: [-0.5, 4, 1, 8] },
  },
  {
    what: 'activation prelu has a slope for each channel of a map',
    layer: activation('prelu'),
    x: { shape: [1, 2, 1, 2], data: [-1, 2, -1, -2] },
    tensors: { slope: [0.5, 4] },
    output: { shape: [1, 2, 1, 2], data: [-0.5, 2, -4, -8] },
  },
];

const resizing: readonly Example[] = [
  {
    what: 'maxPool takes the largest of each window',
    layer: maxPool(2),
    x: counting(1, 1, 4, 4),
    output: { shape: [1, 1, 2, 2], data: [6, 8, 14, 16] },
  },
  {
    what: 'maxPool drops what no window reaches',
    layer: maxPool(2),
    x: counting(1, 1, 3, 3),
    output: { shape: [1, 1, 1, 1], data: [5] },
  },
  {
    what: 'maxPool with overlapping windows',
    layer: maxPool(2, 1),
    x: counting(1, 1, 3, 3),
    output: { shape: [1, 1, 2, 2], data: [5, 6, 8, 9] },
  },
  {
    what: 'averagePool is the mean of each window',
    layer: averagePool(2),
    x: counting(1, 1, 3, 4),
    output: { shape: [1, 1, 1, 2], data: [3.5, 5.5] },
  },
  {
    what: 'averagePool with overlapping windows',
    layer: averagePool(2, 1),
    x: counting(1, 1, 2, 3),
    output: { shape: [1, 1, 1, 2], data: [3, 4] },
  },
  {
    what: 'averagePool does not count what lies around the map',
    layer: averagePool(3, 2, 'same'),
    x: counting(1, 2, 1, 3),
    output: { shape: [1, 2, 1, 2], data: [1.5, 2.5, 4.5, 5.5] },
  },
  {
    what: 'globalAveragePool is the mean of each channel',
    layer: globalAveragePool(),
    x: counting(1, 2, 2, 2),
    output: { shape: [1, 2], data: [2.5, 6.5] },
  },
  {
    what: 'flatten keeps the batch',
    layer: flatten(),
    x: counting(2, 1, 2, 2),
    output: { shape: [2, 4], data: [1, 2, 3, 4, 5, 6, 7, 8] },
  },
  {
    what: 'upsample repeats rows and columns',
    layer: upsample(2),
    x: counting(1, 1, 1, 2),
    output: { shape: [1, 1, 2, 4], data: [1, 1, 2, 2, 1, 1, 2, 2] },
  },
  {
    what: 'imageBytes puts channels first and divides by 255',
    layer: imageBytes(),
    x: { shape: [1, 1, 2, 3], data: [0, 51, 255, 255, 102, 0], type: 'uint8' },
    output: { shape: [1, 3, 1, 2], data: [0, 1, 0.2, 0.4, 1, 0] },
  },
];

const doubling: readonly Example[] = [
  {
    what: 'crelu puts max(0, -x) behind max(0, x), channel by channel',
    layer: activation('crelu'),
    x: { shape: [1, 2, 1, 2], data: [1, -2, -3, 4] },
    output: { shape: [1, 4, 1, 2], data: [1, 0, 0, 4, 0, 2, 3, 0] },
  },
  {
    what: 'a layer behind crelu has twice the inputs',
    layer: sequential([activation('crelu'), dense(1)]),
    x: { shape: [1, 2], data: [1, -2] },
    tensors: { '1.dense.weight': [1, 10, 100, 1000], '1.dense.bias': [0.5] },
    output: { shape: [1, 1], data: [2001.5] },
  },
];

const composed: readonly Example[] = [
  {
    what: 'sequential applies one layer behind the other',
    layer: sequential([activation('relu'), dense(1)]),
    x: { shape: [1, 2], data: [-5, 3] },
    tensors: { '1.dense.weight': [7, 2], '1.dense.bias': [1] },
    output: { shape: [1, 1], data: [7] },
  },
  {
    what: 'dropout does nothing in evaluation',
    layer: sequential([dropout(0.9)]),
    x: counting(2, 3),
    output: counting(2, 3),
  },
  { what: 'an empty sequential', layer: sequential([]), x: counting(1, 2), output: counting(1, 2) },
  {
    what: 'residual adds its input',
    layer: residual(activation('relu')),
    x: { shape: [1, 2], data: [-5, 3] },
    output: { shape: [1, 2], data: [-5, 6] },
  },
  {
    what: 'residual adds its shortcut',
    layer: residual(dense(1), dense(1, { bias: false })),
    x: { shape: [1, 2], data: [1, 2] },
    tensors: { 'dense.weight': [1, 1], 'dense.bias': [0.5], 'shortcut.weight': [10, 20] },
    output: { shape: [1, 1], data: [53.5] },
  },
  {
    what: 'parallel joins its branches on the channels',
    layer: parallel([identity(), activation('relu')]),
    x: { shape: [2, 1, 1, 2], data: [-1, 2, 3, -4] },
    output: { shape: [2, 2, 1, 2], data: [-1, 2, 0, 2, 3, -4, 3, 0] },
  },
  {
    what: 'parallel joins along another axis',
    layer: parallel([identity(), activation('relu')], 2),
    x: { shape: [1, 1, 1, 2], data: [-1, 2] },
    output: { shape: [1, 1, 2, 2], data: [-1, 2, 0, 2] },
  },
];

const examples = [
  weighted,
  grouped,
  sequences,
  normalising,
  layerNormalising,
  rectifying,
  perChannel,
  doubling,
  resizing,
  composed,
].flat();

describe.each(ENGINES)('on the %s engine', (engineName) => {
  it.each(examples.map((example) => [example.what, example] as const))('%s', async (_, example) => {
    const { layer, x, tensors = {}, output } = example;
    const { shape, data } = await layerOutput(engineName, layer, { x, tensors });
    expect(shape).toEqual(output.shape);
    data.forEach((number, index) => {
      expect(number).toBeCloseTo(output.data[index] as number, 6);
    });
    expect(data).toHaveLength(output.data.length);
  });

  it.each([...activationKinds, 'elu:2', 'gelu:tanh'])('activation %s is its formula', async (spec) => {
    const data = [-4, -2, -0.5, 0, 0.5, 2, 4];
    const output = await layerOutput(engineName, activation(spec), { x: { shape: [data.length, 1], data } });
    // CReLU has a second channel.
    const [, channels = 1] = output.shape;
    data.forEach((x, row) => {
      expect(output.data[row * channels]).toBeCloseTo(parseActivation(spec).forward(x), 6);
    });
  });
});
