// Arrangements that the ONNX engine chooses for large maps only, which the conformance suite's small ones never reach. On
// small whole numbers every sum is exact, so it must agree with the reference to the last bit.
import { expect, it } from 'vitest';
import { createEngine } from '../src/engines/createEngine.js';
import { lowerGraph } from '../src/engines/onnx/lower.js';
import { add } from '../src/graph/arithmetic.js';
import { input } from '../src/graph/leaves.js';
import { conv2d, matmul } from '../src/graph/linearAlgebra.js';
import { maxPool2d } from '../src/graph/maps.js';
import { reshape } from '../src/graph/movement.js';
import type { Window2d } from '../src/graph/operationSet.js';
import { leakyRelu, relu } from '../src/graph/rectifiers.js';
import { reduceMean } from '../src/graph/reductions.js';
import { sizeOf } from '../src/graph/shape.js';
import type { Value } from '../src/graph/value.js';
import { activation } from '../src/layers/activation.js';
import { batchNorm } from '../src/layers/batchNorm.js';
import { sequential } from '../src/layers/composition.js';
import { createModel } from '../src/model.js';
import { sgd } from '../src/optimizers/sgd.js';
import { randomStream } from '../src/random.js';
import { trainingGraph } from '../src/trainingGraph.js';
import { compute, namedGradients } from './conformance/compute.js';

/** Value and gradients of an output of the inputs, on both engines. */
async function onBothEngines(inputs: Readonly<Record<string, Value>>, output: Value) {
  const random = randomStream(7).split('whole numbers');
  const wholeNumbers = ({ shape }: Value) =>
    Float32Array.from({ length: sizeOf(shape) }, () => random.integer(9) - 4);
  const upstream = input('upstream', output.shape);
  const outputs = { output, ...namedGradients(output, inputs, upstream) };
  const leaves = Object.entries({ ...inputs, upstream });
  const feeds = Object.fromEntries(leaves.map(([name, leaf]) => [name, wholeNumbers(leaf)]));
  return [
    await compute(await createEngine('onnx', { threads: 1 }), { outputs, feeds, precision: 'float32' }),
    await compute(await createEngine('reference'), { outputs, feeds, precision: 'float64' }),
  ].map((results) =>
    // 0 and -0 are equal.
    Object.fromEntries(Object.entries(results).map(([name, values]) => [name, values.map((x) => x + 0)])),
  );
}

const windows: Record<string, Window2d & { x: readonly number[]; filter: readonly number[] }> = {
  'rows of the window one by one': {
    x: [2, 8, 32, 30],
    filter: [3, 8, 3, 3],
    strides: [1, 1],
    padding: [1, 1, 1, 1],
  },
  'rows one by one, another window and padding': {
    x: [2, 9, 64, 40],
    filter: [3, 9, 2, 4],
    strides: [1, 2],
    padding: [1, 0, 0, 3],
  },
  'the whole window at once, stride 2': {
    x: [2, 8, 64, 62],
    filter: [4, 8, 3, 3],
    strides: [2, 2],
    padding: [0, 0, 1, 1],
  },
  'blocks of channels': {
    x: [2, 16, 24, 24],
    filter: [32, 16, 3, 3],
    strides: [1, 1],
    padding: [1, 1, 1, 1],
  },
  'blocks of channels, stride 2, another window': {
    x: [2, 32, 38, 40],
    filter: [32, 32, 2, 4],
    strides: [2, 2],
    padding: [0, 1, 0, 2],
  },
  'blocks that channels do not fill, a window off the middle': {
    x: [1, 24, 33, 31],
    filter: [32, 24, 3, 3],
    strides: [1, 1],
    padding: [2, 0, 0, 2],
  },
  'fewer channels than a block': {
    x: [2, 12, 32, 32],
    filter: [24, 12, 3, 3],
    strides: [1, 1],
    padding: [1, 1, 1, 1],
  },
  'few channels': { x: [2, 3, 64, 64], filter: [4, 3, 3, 3], strides: [1, 1], padding: [1, 1, 1, 1] },
};

it.each(Object.entries(windows))(
  'a convolution and its gradients: %s',
  async (_, { x, filter, ...window }) => {
    const inputs = { x: input('x', x), filter: input('filter', filter) };
    const [onnx, reference] = await onBothEngines(inputs, conv2d(inputs.x, inputs.filter, window));
    expect(onnx).toEqual(reference);
  },
);

it('the weight gradient of a layer with few inputs', async () => {
  const inputs = { x: input('x', [16, 5]), weights: input('weights', [80, 5]) };
  const [onnx, reference] = await onBothEngines(
    inputs,
    matmul(inputs.x, inputs.weights, { transposeB: true }),
  );
  expect(onnx).toEqual(reference);
});

it('a bias in blocks that channels do not fill', async () => {
  const inputs = { x: input('x', [2, 12, 32, 32]), filter: input('filter', [24, 12, 3, 3]) };
  const bias = input('bias', [24]);
  const map = conv2d(inputs.x, inputs.filter, { strides: [1, 1], padding: [1, 1, 1, 1] });
  const [onnx, reference] = await onBothEngines({ ...inputs, bias }, add(map, reshape(bias, [24, 1, 1])));
  expect(onnx).toEqual(reference);
});

it('a model for other programs keeps to operators of the standard', () => {
  const window = { strides: [1, 1], padding: [1, 1, 1, 1] } as const;
  const map = conv2d(input('x', [2, 16, 24, 24]), input('filter', [32, 16, 3, 3]), window);
  const domains = (channelBlock: number | null) => {
    const { node } = lowerGraph({ outputs: { map }, updates: {} }, { channelBlock }).graph;
    return new Set(node.map(({ domain }) => domain));
  };
  expect(domains(null)).toEqual(new Set([undefined]));
  expect(domains(16)).toEqual(new Set([undefined, 'com.microsoft.nchwc']));
});

it.each([
  [[3, 2, 8, 6], 2],
  [[1, 2, 7, 6], 2],
  [[2, 2, 9, 9], 3],
])('max-pooling of %j with windows of %i, ties among them', async (shape, size) => {
  const x = input('x', shape);
  const pool = { kernel: [size, size], strides: [size, size], padding: [0, 0, 0, 0] } as const;
  for (const map of [x, relu(x), leakyRelu(x, 0.5)]) {
    const [onnx, reference] = await onBothEngines({ x }, maxPool2d(map, pool));
    expect(onnx).toEqual(reference);
  }
});

it('a rectifier that never falls stands behind max-pooling, another one before it', () => {
  const x = input('x', [1, 1, 2, 2]);
  const pool = { kernel: [2, 2], strides: [2, 2], padding: [0, 0, 0, 0] } as const;
  const last = (map: Value) => maxPool2d(map, pool).operation;
  expect([relu(x), leakyRelu(x, 0.5), leakyRelu(x, -0.5)].map(last)).toEqual([
    'relu',
    'leakyRelu',
    'maxPool2d',
  ]);
});

it('batch normalisation in training is one node, which makes the moments too', () => {
  const model = createModel(sequential([batchNorm(), activation('relu')]), {
    inputShape: [3, 4, 4],
    seed: 1,
  });
  const graph = trainingGraph({
    model,
    batchSize: 2,
    optimizer: sgd({ learningRate: 0.1 }),
    inputs: { x: [3, 4, 4] },
    loss: ({ predict, x }) => reduceMean(predict(x)),
  });
  const { node } = lowerGraph(graph).graph;
  const made = (opType: string) => node.filter(({ op_type }) => op_type === opType);
  expect(made('BatchNormalization').map(({ output }) => output.length)).toEqual([3]);
  // No deviation from the mean as a map.
  expect(made('Sub').flatMap(({ input }) => input)).not.toContain('x');
});
