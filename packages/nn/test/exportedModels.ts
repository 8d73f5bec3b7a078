// The networks whose exports are checked, and what to feed them.
import { expect } from 'vitest';
import {
  activation,
  adam,
  batchNorm,
  compilePredictor,
  compileTrainer,
  conv2d,
  createEngine,
  createModel,
  createModelState,
  dense,
  flatten,
  globalAveragePool,
  identity,
  imageBytes,
  type Model,
  type ModelState,
  maxPool,
  meanSquaredError,
  parallel,
  randomStream,
  reduceMean,
  residual,
  sequential,
  sgd,
  sizeOf,
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
  'images as bytes': sequential([imageBytes(), conv2d(2), globalAveragePool()], {
    inputShape: [4, 6, 3],
    inputType: 'uint8',
  }),
};

/** A batch of random numbers as the model takes them. */
export function batchOf({ inputShape, inputType }: Model, batchSize: number): Float32Array | Uint8Array {
  const random = randomStream(batchSize);
  const size = batchSize * sizeOf(inputShape);
  return inputType === 'uint8'
    ? Uint8Array.from({ length: size }, () => random.integer(256))
    : Float32Array.from({ length: size }, () => random.normal());
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
  x: Float32Array | Uint8Array,
  { batchSize, state }: { batchSize: number; state: ModelState },
): Promise<number[]> {
  const predictor = await compilePredictor(await createEngine('onnx'), { model, state, batchSize });
  return Array.from(await predictor.predict(x));
}

/** The outputs of a model with its initial numbers. */
export async function initialOutputs(
  model: Model,
  x: Float32Array | Uint8Array,
  batchSize: number,
): Promise<number[]> {
  const state = createModelState(await createEngine('onnx'), model);
  return outputs(model, x, { batchSize, state });
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
