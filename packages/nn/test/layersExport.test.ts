// The files of `exportLayersModel`, opened with TensorFlow.js.
import { activationKinds } from '@rectify/activations';
import { describe, expect, it } from 'vitest';
import {
  abs,
  activation,
  add,
  argMax,
  averagePool,
  batchNorm,
  clamp,
  compilePredictor,
  concat,
  constant,
  conv2d,
  createEngine,
  createModel,
  createModelState,
  dense,
  depthwiseConv2d,
  div,
  exp,
  exportLayersModel,
  flatten,
  globalAveragePool,
  identity,
  imageBytes,
  type Layer,
  LayersExportError,
  log,
  type Model,
  maximum,
  maxPool,
  minimum,
  mul,
  neg,
  pad,
  parallel,
  reduceMax,
  reduceMean,
  residual,
  sequential,
  sliceAxis,
  softplus,
  sub,
  toFloat,
  upsample,
  type Value,
} from '../src/index.js';
import { batchOf, trained } from './exportedModels.js';
import { openLayersModel, predictWith } from './layersModel.js';

const inputShape = [2, 4, 6];

const computed = (compute: (input: Value) => Value): Layer => ({ kind: 'computed', apply: compute });

const maps = constant(
  Float32Array.from({ length: 48 }, (_, index) => index / 10 - 2),
  inputShape,
);

const models: Readonly<Record<string, Model>> = {
  'a single layer': createModel(dense(2), { inputShape: [3] }),
  'a linear map without bias': sequential([dense(1, { bias: false })], { inputShape: [3] }),
  'a Q-network': sequential(
    [
      computed((x) => mul(x, constant([0.5, 2, 3], [3]))),
      dense(5),
      activation('leaky_relu:0.1'),
      dense(4),
      activation('prelu:0.1'),
      dense(2),
    ],
    { inputShape: [3] },
  ),
  'a residual MLP': sequential(
    [residual(sequential([dense(3), activation('tanh'), dense(3)])), batchNorm()],
    {
      inputShape: [3],
    },
  ),
  'a CNN': sequential(
    [
      conv2d(4, { stride: 2, bias: false }),
      batchNorm(),
      activation('prelu'),
      residual(sequential([conv2d(4), activation('elu')])),
      parallel([identity(), sequential([conv2d(3, { kernel: 1 }), activation('relu')])]),
      upsample(2),
      conv2d(3, { padding: 'valid' }),
      activation('prelu:0.3,shared'),
      maxPool(2),
      globalAveragePool(),
      dense(2),
    ],
    { inputShape },
  ),
  'a flattened CNN': sequential([conv2d(2), activation('sigmoid'), flatten(), dense(3)], { inputShape }),
  'a CNN of depthwise convolutions': sequential(
    [
      depthwiseConv2d({ multiplier: 2, stride: 2 }),
      conv2d(3, { kernel: 1 }),
      averagePool(2, 1),
      averagePool(3, 2, 'same'),
    ],
    { inputShape },
  ),
  'maps as output': sequential([conv2d(3, { kernel: 2, stride: 3 })], { inputShape: [2, 7, 9] }),
  'images as bytes': sequential([imageBytes(), conv2d(2), globalAveragePool()], {
    inputShape: [4, 6, 3],
    inputType: 'uint8',
  }),
  'arithmetic with numbers': createModel(
    computed((x) => div(sub(1, mul(neg(add(x, 3)), 0.3)), 7)),
    { inputShape },
  ),
  'arithmetic with channels': createModel(
    computed((x) => add(mul(x, constant([2, -3], [2, 1, 1])), constant([1, 5], [1, 2, 1, 1]))),
    { inputShape },
  ),
  'arithmetic with rows': createModel(
    computed((x) => sub(constant([2, -3, 4, 1], [4, 1]), x)),
    { inputShape },
  ),
  'arithmetic with maps': createModel(
    computed((x) => add(mul(x, maps), sub(maps, mul(x, reduceMean(x, { axes: [2, 3], keepDims: true }))))),
    { inputShape },
  ),
  'what bounds': createModel(
    computed((x) =>
      concat([clamp(x, -0.5, 0.25), maximum(x, 0.1), minimum(-0.2, x), maximum(abs(x), neg(x))], 1),
    ),
    { inputShape },
  ),
  'an exponential between bounds': createModel(
    computed((x) => exp(clamp(mul(x, 3), -5, 5))),
    { inputShape },
  ),
  'pieces and frames': createModel(
    computed((x) => {
      const framed = pad(x, [0, 0, 1, 0], [0, 0, 0, 2], 4);
      return concat(
        [sliceAxis(sliceAxis(x, 1, 1, 2), 3, 2, 5), sliceAxis(sliceAxis(framed, 2, 0, 4), 3, 5, 8)],
        1,
      );
    }),
    { inputShape },
  ),
  'pieces of a vector': createModel(
    computed((x) => concat([sliceAxis(x, 1, 2, 5), softplus(sliceAxis(x, 1, 0, 1))], 1)),
    { inputShape: [5] },
  ),
  'the largest of a map': createModel(
    computed((x) => reduceMax(mul(x, -2), { axes: [2, 3] })),
    { inputShape },
  ),
};

async function largestDifference(model: Model, batchSize: number): Promise<number> {
  const state = await trained(model);
  const predictor = await compilePredictor(await createEngine('onnx'), { model, state, batchSize });
  const x = batchOf(model, batchSize);
  const expected = await predictor.predict(x);
  const opened = await openLayersModel(exportLayersModel(model, state));
  const output = predictWith(opened, x, [batchSize, ...model.inputShape]);
  opened.dispose();
  expect(output.shape).toEqual([batchSize, ...model.outputShape]);
  const differences = Array.from(
    expected,
    (number, index) => Math.abs(number - Number(output.data[index])) / (1 + Math.abs(number)),
  );
  return differences.some(Number.isNaN) ? Number.NaN : Math.max(...differences);
}

describe.each(Object.entries(models))('%s as a Layers model', (_, model) => {
  it.each([1, 5])('gives the outputs of the predictor for a batch of %i', async (batchSize) => {
    expect(await largestDifference(model, batchSize)).toBeLessThan(1e-5);
  });
});

describe.each([...activationKinds, 'leaky_relu:0.2', 'elu:0.5', 'gelu:tanh'])(
  '%s behind a dense layer and behind a convolution',
  (spec) => {
    it('gives the same outputs as a Layers model', async () => {
      const flat = sequential([dense(4), activation(spec), dense(2)], { inputShape: [3] });
      const mapped = sequential([conv2d(4), activation(spec), conv2d(2)], { inputShape });
      expect(await largestDifference(flat, 3)).toBeLessThan(1e-5);
      expect(await largestDifference(mapped, 3)).toBeLessThan(1e-5);
    });
  },
);

describe('what has no layer', () => {
  it('is named: a convolution in groups of several channels', async () => {
    const model = createModel(conv2d(2, { groups: 2, kernel: 1 }), { inputShape: [4, 2, 2] });
    const state = createModelState(await createEngine('reference'), model);
    expect(() => exportLayersModel(model, state)).toThrow(
      '"conv2d" on [1, 4, 2, 2], [2, 2, 1, 1] has no layer in TensorFlow.js: it has 2 groups of 2 channels',
    );
  });

  it.each<[string, (x: Value) => Value, string]>([
    ['a logarithm', (x) => log(x), '"log" on [1, 4] has no layer in TensorFlow.js: no layer computes it'],
    ['an index', (x) => toFloat(argMax(x, 1)), '"argMax" on [1, 4] has no layer'],
    ['an exponential without bounds', (x) => exp(x), 'its operand has no bounds; clamp it'],
    ['a quotient of two values', (x) => div(x, add(abs(x), 1)), 'the divisor depends on the input'],
    ['a sum over features', (x) => reduceMean(x, { axes: [1] }), '"reduceSum" over the axes 1 has no layer'],
  ])('is named: %s', async (_, compute, message) => {
    const model = createModel(computed(compute), { inputShape: [4] });
    const state = createModelState(await createEngine('reference'), model);
    expect(() => exportLayersModel(model, state)).toThrow(LayersExportError);
    expect(() => exportLayersModel(model, state)).toThrow(message);
  });
});

it('names its input, its output and its layers, and says what it is', async () => {
  const model = models['a Q-network'] as Model;
  const state = createModelState(await createEngine('reference'), model);
  const opened = await openLayersModel(exportLayersModel(model, state, { task: 'test' }));
  expect([opened.inputNames, opened.outputNames]).toEqual([['input'], ['output']]);
  expect(opened.inputs[0]?.shape).toEqual([null, 3]);
  expect(opened.getUserDefinedMetadata()).toEqual({
    task: 'test',
    activations: JSON.stringify(model.activations),
  });
  const trainable = opened.trainableWeights.map(({ originalName }) => originalName);
  expect(trainable).toEqual([
    '1.dense/kernel',
    '1.dense/bias',
    '3.dense/kernel',
    '3.dense/bias',
    '4.prelu/alpha',
    '5.dense/kernel',
    '5.dense/bias',
  ]);
});

it('cuts large weights into files that browsers cache, and ends with model.json', async () => {
  const model = createModel(dense(1100), { inputShape: [1000] });
  const state = createModelState(await createEngine('reference'), model);
  const files = exportLayersModel(model, state);
  const sizes = [...files].slice(0, -1).map(([name, { length }]) => [name, length]);
  expect(sizes).toEqual([
    ['group1-shard1of2.bin', 4 * 2 ** 20],
    ['group1-shard2of2.bin', 4 * (1000 * 1100 + 1100) - 4 * 2 ** 20],
  ]);
  expect([...files.keys()].at(-1)).toBe('model.json');
  expect(await largestDifference(model, 1)).toBeLessThan(1e-5);
});
