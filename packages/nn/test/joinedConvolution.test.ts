// A program that evaluates a network folds normalisation and rectifiers into its convolutions. It must say what the reference
// engine says, which does one operation after another, and what it says itself where the maps in between are asked for.
import { assertAllClose } from '@rectify/golden';
import { expect, it } from 'vitest';
import { findFusions } from '../src/engines/onnx/fusions.js';
import { type LoweringOptions, lowerGraph } from '../src/engines/onnx/lower.js';
import { valuesOf } from '../src/graph/graph.js';
import {
  activation,
  batchNorm,
  compileTrainer,
  conv2d,
  createEngine,
  depthwiseConv2d,
  type Engine,
  type Layer,
  type Model,
  type ModelState,
  type NumberArray,
  reduceMean,
  residual,
  sequential,
  sgd,
  sizeOf,
  square,
  upsample,
  type Value,
} from '../src/index.js';
import { traceEvaluation } from '../src/predictor.js';
import { randomStream } from '../src/random.js';
import { trainingGraph } from '../src/trainingGraph.js';

const batchSize = 2;
const tolerance = { rtol: 1e-4, atol: 1e-5 };

const block = (filters: number, spec: string, options = {}): Layer[] => [
  conv2d(filters, { bias: false, ...options }),
  batchNorm({ momentum: 0.5, epsilon: 1e-3 }),
  activation(spec),
];

// Large enough for blocks of channels, some of which the channels do not fill.
const networks: Readonly<Record<string, Model>> = {
  'maps that stay in blocks': sequential(
    [...block(24, 'leaky_relu:0.1'), ...block(32, 'relu', { stride: 2 }), ...block(32, 'leaky_relu:2')],
    { inputShape: [12, 36, 34], seed: 1 },
  ),
  'rectifiers that are not joined': sequential([...block(32, 'prelu'), ...block(32, 'elu'), upsample(2)], {
    inputShape: [16, 24, 24],
    seed: 2,
  }),
  'a map with two users': sequential(
    [
      ...block(32, 'linear'),
      residual(sequential([activation('relu'), ...block(32, 'relu'), ...block(32, 'linear')])),
    ],
    { inputShape: [16, 24, 24], seed: 3 },
  ),
  'a bias, one channel at a time, a small map': sequential(
    [
      conv2d(6),
      batchNorm(),
      activation('relu'),
      depthwiseConv2d({ multiplier: 2 }),
      batchNorm(),
      conv2d(3, { kernel: 1 }),
      activation('leaky_relu:0.3'),
    ],
    { inputShape: [4, 8, 6], seed: 4 },
  ),
};

const pictures = ({ inputShape }: Model, name: string): Float32Array => {
  const random = randomStream(5).split(name);
  return Float32Array.from({ length: batchSize * sizeOf(inputShape) }, () => random.normal() + 0.5);
};

const learning = (model: Model) => ({
  model,
  batchSize,
  optimizer: sgd({ learningRate: 0.05 }),
  inputs: { x: model.inputShape },
  loss: ({ predict, x }: { predict: (x: Value) => Value; x: Value }) => reduceMean(square(predict(x))),
});

/** What three steps leave of the initial numbers. */
async function trainedState(model: Model): Promise<ModelState> {
  const trainer = await compileTrainer(await createEngine('onnx'), learning(model));
  for (let step = 0; step < 3; step++) await trainer.step({ x: pictures(model, `step ${step}`) });
  const { state } = trainer;
  await trainer.dispose();
  return state;
}

/** What an engine makes of x. Other outputs only keep their maps from being joined. */
async function evaluate(
  engine: Engine,
  outputs: Readonly<Record<string, Value>>,
  { trained, x }: { readonly trained: ModelState; readonly x: NumberArray },
): Promise<number[]> {
  const variables = Object.fromEntries(
    Object.entries(trained).map(([name, content]) => [name, engine.variable(content.read())]),
  );
  const program = await engine.compile({ outputs, updates: {} }, variables);
  const { output } = await program.run({ input: x });
  await program.dispose();
  return Array.from(output as NumberArray);
}

it.each(Object.entries(networks))('%s', async (_, model) => {
  const trained = await trainedState(model);
  const { output } = traceEvaluation({ model, batchSize });
  const maps = valuesOf({ outputs: { output }, updates: {} }).filter(
    ({ operation }) => operation === 'conv2d',
  );
  const inBetween = Object.fromEntries(maps.map((map, place) => [`map ${place}`, map]));
  const x = pictures(model, 'evaluation');
  const onnx = await createEngine('onnx');
  const reference = await evaluate(await createEngine('reference'), { output }, { trained, x });
  const folded = await evaluate(onnx, { output }, { trained, x });
  const unfolded = await evaluate(onnx, { output, ...inBetween }, { trained, x });
  assertAllClose(unfolded, reference, { tolerance, what: 'unfolded' });
  assertAllClose(folded, reference, { tolerance, what: 'folded' });
  // Or nothing was folded.
  expect(folded).not.toEqual(unfolded);
});

const nodes = (model: Model, options: LoweringOptions) => {
  const { output } = traceEvaluation({ model, batchSize });
  const { node } = lowerGraph({ outputs: { output }, updates: {} }, options).graph;
  return (opType: string) => node.filter(({ op_type }) => op_type === opType);
};

it('maps stay in blocks from one convolution to the next', () => {
  const made = nodes(networks['maps that stay in blocks'] as Model, { channelBlock: 16 });
  expect(made('Conv').map(({ domain }) => domain)).toEqual(Array(3).fill('com.microsoft.nchwc'));
  expect([made('ReorderInput').length, made('ReorderOutput').length]).toEqual([0, 1]);
  expect([...made('Relu'), ...made('LeakyRelu')]).toEqual([]);
});

it('what has two users, or stands behind constants, is left alone', () => {
  const { output } = traceEvaluation({ model: networks['a map with two users'] as Model, batchSize });
  const values = valuesOf({ outputs: { output }, updates: {} });
  const joined = (joinsConvolutions: boolean) =>
    [...findFusions(values, { results: new Set([output]), joinsConvolutions }).joined.keys()].map(
      ({ operation }) => operation,
    );
  expect(joined(true)).toEqual(['batchNorm', 'batchNorm', 'relu', 'batchNorm']);
  expect(joined(false)).toEqual([]);
});

it.each(Object.entries(networks))('training folds no normalisation: %s', (_, model) => {
  const graph = trainingGraph(learning(model));
  const results = new Set([...Object.values(graph.outputs), ...Object.values(graph.updates)]);
  const { joined } = findFusions(valuesOf(graph), { results, joinsConvolutions: true });
  expect([...joined.keys()]).toEqual([]);
});
