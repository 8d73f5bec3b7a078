// The networks whose exports are checked, and what to feed them.
import { expect } from 'vitest';
import type { NumberArray } from '../src/engines/engine.js';
import {
  activation,
  adam,
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
  embedding,
  flatten,
  globalAveragePool,
  identity,
  imageBytes,
  layerNorm,
  type Model,
  type ModelState,
  maxPool,
  meanSquaredError,
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

const inputShape = [2, 4, 6];

/** Networks that together hold every layer. */
export const models: Readonly<Record<string, Model>> = {
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
export function batchOf(
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
export async function trained(model: Model): Promise<ModelState> {
  if (model.parameterCount === 0) return createModelState(await createEngine('onnx'), model);
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

/** The outputs of a model with these numbers. */
export async function outputs(
  model: Model,
  x: NumberArray,
  { batchSize, state }: { batchSize: number; state: ModelState },
): Promise<number[]> {
  const predictor = await compilePredictor(await createEngine('onnx'), { model, state, batchSize });
  return Array.from(await predictor.predict(x));
}

/** The outputs of a model with its initial numbers. */
export async function initialOutputs(model: Model, x: NumberArray, batchSize: number): Promise<number[]> {
  const state = createModelState(await createEngine('onnx'), model);
  return outputs(model, x, { batchSize, state });
}

/** Expects numbers that differ by no more than 1e-5, relative to 1 + |number|. */
export function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  const differences = expected.map(
    (number, index) => Math.abs(number - (found[index] as number)) / (1 + Math.abs(number)),
  );
  expect(Math.max(...differences)).toBeLessThan(1e-5);
}

/** Trains for twenty steps and expects the loss to fall. */
export async function learnsSomething(model: Model): Promise<void> {
  const trainer = await compileTrainer(await createEngine('onnx'), {
    model,
    optimizer: adam({ learningRate: 1e-3 }),
    batchSize: 8,
    inputs: { x: { shape: model.inputShape, type: model.inputType }, y: model.outputShape },
    loss: ({ predict, x, y }) => meanSquaredError(predict(x), y),
  });
  const target = randomStream(1);
  const y = Float32Array.from({ length: 8 * sizeOf(model.outputShape) }, () => target.normal());
  const losses = [];
  for (let step = 0; step < 20; step++) losses.push((await trainer.step({ x: batchOf(model, 8), y })).loss);
  expect(losses.at(-1)).toBeLessThan(losses[0] as number);
}
