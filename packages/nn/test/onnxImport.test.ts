// Models made of ONNX files: our own, and those of PyTorch's two exporters (files/makeTorchModels.py).
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { loadModel } from '../src/files.js';
import { createEngine, createModelState, exportOnnx, importOnnx, type Model } from '../src/index.js';
import {
  batchOf,
  expectClose,
  initialOutputs,
  learnsSomething,
  models,
  outputs,
  trained,
} from './exportedModels.js';

const named = ({ parameters, statistics }: Model) =>
  [...parameters, ...statistics].map(({ name, shape }) => [name, [...shape]]).sort();

describe.each(Object.entries(models))('%s, exported and imported', (_, model) => {
  it.each([1, 5])('gives the same outputs for a batch of %i', async (batchSize) => {
    const state = await trained(model);
    const x = batchOf(model, batchSize);
    const expected = await outputs(model, x, { batchSize, state });
    expectClose(await initialOutputs(importOnnx(exportOnnx(model, state)), x, batchSize), expected);
  });

  it('has the same parameters and statistics', async () => {
    const state = await trained(model);
    expect(named(importOnnx(exportOnnx(model, state)))).toEqual(named(model));
  });

  it('can be exported again', async () => {
    const imported = importOnnx(exportOnnx(model, await trained(model)));
    const again = importOnnx(exportOnnx(imported, await trained(imported)));
    expect(named(again)).toEqual(named(model));
  });
});

const folder = fileURLToPath(new URL('files/', import.meta.url));
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record<
  string,
  { x: number[]; y: number[] }
>;

describe.each(
  Object.entries(expected).flatMap(([name, io]) => [
    { file: `${name}-new.onnx`, ...io },
    { file: `${name}-old.onnx`, ...io },
  ]),
)('$file of PyTorch', ({ file, x, y }) => {
  it('gives the outputs of PyTorch, for each example alone too', async () => {
    const model = await loadModel(join(folder, file));
    const both = Float32Array.from(x);
    expectClose(await initialOutputs(model, both, 2), y);
    const first = await initialOutputs(model, both.slice(0, both.length / 2), 1);
    expectClose(first, y.slice(0, y.length / 2));
  });

  it('can be trained on', async () => {
    await learnsSomething(await loadModel(join(folder, file)));
  });
});

it('names what it found as PyTorch names it, in our words', async () => {
  const { parameters, statistics, activations } = await loadModel(join(folder, 'residual-old.onnx'));
  const names = [...parameters, ...statistics].map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['depthwise.weight', 'pointwise.bias', 'head.weight']));
  expect(activations.map(({ activation }) => activation)).toEqual(['prelu:0.25', 'relu6']);
  const viewed = await loadModel(join(folder, 'viewed-new.onnx'));
  expect(viewed.statistics.map(({ name }) => name)).toEqual(['norm.mean', 'norm.variance']);
});

const copies: string[] = [];
afterAll(() => {
  for (const copy of copies) rmSync(copy, { recursive: true });
});

it('is a model as any other, as the example says', async () => {
  const engine = await createEngine('reference');
  const path = join(folder, 'tokens-old.onnx');

  const loaded = await loadModel(path);
  const state = createModelState(engine, loaded);

  expect(state.parameters.size).toBe(loaded.parameterCount);
});

it('needs the file in which the weights are', async () => {
  const copy = mkdtempSync(join(tmpdir(), 'rectify-'));
  copies.push(copy);
  const path = join(copy, 'model.onnx');
  cpSync(join(folder, 'residual-new.onnx'), path);
  await expect(loadModel(path)).rejects.toThrow(
    `cannot load "${path}": its file "residual-new.onnx.data" cannot be read: no such file`,
  );
});
