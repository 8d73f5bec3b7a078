// model.onnx, read back with ONNX Runtime alone.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import {
  activation,
  averagePool,
  batchNorm,
  compilePredictor,
  compileTrainer,
  conv2d,
  conv2dTranspose,
  createEngine,
  createModel,
  createModelState,
  dense,
  depthwiseConv2d,
  dropout,
  ENGINES,
  embedding,
  exportOnnx,
  flatten,
  globalAveragePool,
  identity,
  imageBytes,
  layerNorm,
  type Model,
  type ModelState,
  maxPool,
  parallel,
  randomStream,
  reduceMean,
  residual,
  selfAttention,
  sequential,
  sgd,
  sizeOf,
  softmaxLayer,
  square,
  upsample,
} from '../src/index.js';
import { readOnnx } from './readOnnx.js';

const inputShape = [2, 4, 6];

const models: Readonly<Record<string, Model>> = {
  'one layer': createModel(dense(2), { inputShape: [3] }),
  'a linear map without bias': sequential([dense(1, { bias: false })], { inputShape: [3] }),
  'an MLP': sequential(
    [dense(5), activation('leaky_relu:0.1'), dense(4), activation('prelu:0.1,shared'), dense(2)],
    { inputShape: [3] },
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
      maxPool(2),
      globalAveragePool(),
      dense(2),
    ],
    { inputShape },
  ),
  'a flattened CNN with every other activation': sequential(
    [
      conv2d(2),
      activation('tanh'),
      flatten(),
      dense(3),
      activation('sigmoid'),
      activation('linear'),
      dense(1),
    ],
    { inputShape },
  ),
  'a tower of rectifiers': sequential(
    [
      conv2d(3),
      activation('crelu'),
      conv2d(3),
      ...['gelu', 'gelu:tanh', 'silu', 'mish', 'selu'].map((spec) => activation(spec)),
      ...['hardswish', 'softplus', 'relu6', 'rrelu'].map((spec) => activation(spec)),
      dropout(0.5),
      globalAveragePool(),
      dense(2),
    ],
    { inputShape },
  ),
  'a CNN in groups that enlarges': sequential(
    [
      conv2d(4, { groups: 2 }),
      depthwiseConv2d({ multiplier: 2 }),
      activation('relu'),
      conv2dTranspose(3, { stride: 2 }),
      averagePool(3, 2, 'same'),
      layerNorm({ axes: 3 }),
    ],
    { inputShape },
  ),
  'a transformer over ids': sequential(
    [
      embedding(7, 8),
      residual(sequential([layerNorm(), selfAttention({ heads: 2, causal: true })])),
      residual(sequential([layerNorm(), dense(16), activation('relu'), dense(8)])),
      dense(3),
      softmaxLayer(),
    ],
    { inputShape: [5], inputType: 'int32' },
  ),
  'images as bytes': sequential([imageBytes(), conv2d(2), globalAveragePool()], {
    inputShape: [4, 6, 3],
    inputType: 'uint8',
  }),
};

/** A batch of random numbers as the model takes them. */
function batchOf(
  { inputShape, inputType }: Model,
  batchSize: number,
): Float32Array | Uint8Array | Int32Array {
  const random = randomStream(batchSize);
  const size = batchSize * sizeOf(inputShape);
  if (inputType === 'uint8') return Uint8Array.from({ length: size }, () => random.integer(256));
  if (inputType === 'int32') return Int32Array.from({ length: size }, () => random.integer(7));
  return Float32Array.from({ length: size }, () => random.normal());
}

/** Moves parameters and statistics away from where they start. */
async function trained(model: Model): Promise<ModelState> {
  const trainer = await compileTrainer(await createEngine('onnx'), {
    model,
    optimizer: sgd({ learningRate: 0.1 }),
    batchSize: 8,
    inputs: { x: { shape: model.inputShape, type: model.inputType } },
    loss: ({ predict, x }) => reduceMean(square(predict(x))),
  });
  await trainer.step({ x: batchOf(model, 8) });
  return trainer.state;
}

describe.each(Object.entries(models))('%s as model.onnx', (_, model) => {
  it.each([1, 5])('gives the outputs of the predictor for a batch of %i', async (batchSize) => {
    const state = await trained(model);
    const predictor = await compilePredictor(await createEngine('onnx'), { model, state, batchSize });
    const session = await InferenceSession.create(exportOnnx(model, state));
    const x = batchOf(model, batchSize);
    const dims = [batchSize, ...model.inputShape];
    const tensor = new Tensor(model.inputType, x, dims);
    const { output } = await session.run({ input: tensor });
    expect(output?.dims).toEqual([batchSize, ...model.outputShape]);
    const expected = await predictor.predict(x);
    const differences = Array.from(expected, (number, index) => number - Number(output?.data[index]));
    expect(Math.max(...differences.map(Math.abs))).toBeLessThan(1e-5);
    await session.release();
  });

  it('holds every parameter and statistic under its name, and nothing else but constants', async () => {
    const state = createModelState(await createEngine('onnx'), model);
    const { initializers } = readOnnx(exportOnnx(model, state));
    const named = initializers.filter(({ name }) => !name.startsWith('%'));
    const shapes = named.map(({ name, dims }) => [name, dims]);
    const specs = [...model.parameters, ...model.statistics].map(({ name, shape }) => [name, [...shape]]);
    expect(Object.fromEntries(shapes)).toEqual(Object.fromEntries(specs));
    expect(shapes).toHaveLength(specs.length);
  });

  it('holds no node and no number that nothing reads', async () => {
    const state = createModelState(await createEngine('onnx'), model);
    const { initializers, nodes, outputs } = readOnnx(exportOnnx(model, state));
    const read = new Set([...nodes.flatMap(({ input }) => input), ...outputs]);
    const made = [...nodes.flatMap(({ output }) => output), ...initializers.map(({ name }) => name)];
    expect(made.filter((name) => !read.has(name))).toEqual([]);
  });
});

it.each(ENGINES)('the same bytes come from the state of the %s engine', async (engineName) => {
  const model = models['a CNN'] as Model;
  const [state, reference] = await Promise.all(
    [engineName, 'reference' as const].map(async (name) => createModelState(await createEngine(name), model)),
  );
  expect(exportOnnx(model, state as ModelState)).toEqual(exportOnnx(model, reference as ModelState));
});

it('the file says what it is: names, dynamic batch, activations and facts of the caller', async () => {
  const model = models['an MLP'] as Model;
  const state = createModelState(await createEngine('onnx'), model);
  const file = exportOnnx(model, state, { task: 'test' });
  const session = await InferenceSession.create(file);
  expect(session.inputMetadata).toMatchObject([{ name: 'input', type: 'float32', shape: ['batch', 3] }]);
  expect(session.outputMetadata).toMatchObject([{ name: 'output', type: 'float32', shape: ['batch', 2] }]);
  expect(readOnnx(file).metadata).toEqual({ task: 'test', activations: JSON.stringify(model.activations) });
});
