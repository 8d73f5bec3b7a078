// model.onnx, read back with ONNX Runtime alone.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import {
  compilePredictor,
  createEngine,
  createModelState,
  ENGINES,
  exportOnnx,
  type Model,
  type ModelState,
} from '../src/index.js';
import { batchOf, models, trained } from './exportedModels.js';
import { readOnnx } from './readOnnx.js';

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
