// The examples of the doc comments: each line stands in a test too, here or beside what it is about, where it is
// compiled and run.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  activation,
  adam,
  compileInspector,
  compilePredictor,
  compileTrainer,
  conv2d,
  createEngine,
  createModel,
  dense,
  type Engine,
  exportLayersModel,
  exportOnnx,
  huber,
  importLayersModel,
  importOnnx,
  inspect,
  learnedSlopes,
  meanSquaredError,
  movingAverage,
  preActivationHistograms,
  readSafetensors,
  residual,
  restoreTrainer,
  sequential,
  trainerTensors,
  writeSafetensors,
} from '../src/index.js';
import { loadTensorflow, loadTfjsNode } from '../src/tensorflow.js';

it('run', async () => {
  const x = Float32Array.from({ length: 128 }, (_, index) => Math.sin(index));
  const y = Float32Array.from({ length: 64 }, (_, row) => Math.cos(row));
  const shares = new Map<string, number | null>();
  const curves = new Map<string, Float64Array>();

  const engine = await createEngine('onnx', { threads: 1 });

  const model = sequential([dense(64), activation('prelu'), dense(1)], { inputShape: [2], seed: 7 });

  const block = residual(sequential([conv2d(16), activation('relu'), conv2d(16)]), conv2d(16, { kernel: 1 }));

  const trainer = await compileTrainer(engine, {
    model,
    optimizer: adam({ learningRate: 1e-3 }),
    batchSize: 64,
    inputs: { x: [2], y: [1] },
    copies: { target: 'frozen' },
    loss: ({ predict, target, x, y }) => ({
      loss: huber(predict(x), y),
      drift: meanSquaredError(predict(x), target(x)),
    }),
  });
  const { loss, gradientNorm, drift } = await trainer.step({ x, y });
  trainer.copyParameters('target');

  const predictor = await compilePredictor(engine, { model, state: trainer.state, batchSize: 1 });
  const [prediction] = await predictor.predict(Float32Array.of(0.5, -0.5));

  const inspector = await compileInspector(engine, {
    model,
    state: trainer.state,
    batchSize: 64,
    inputs: { x: [2], y: [1] },
    loss: ({ predict, x, y }) => huber(predict(x), y),
  });
  const layers = await inspector.inspect({ x, y });
  for (const { layer, health } of layers) shares.set(layer, health.weakGradientShare);

  const [first] = await inspect(engine, { model, state: trainer.state }, x);
  const neverPositive = first?.perUnit.positiveShare.filter((share) => share === 0);

  const histograms = await preActivationHistograms(engine, { model, state: trainer.state, batchSize: 64 }, x);
  for (const { layer, shares } of histograms) curves.set(layer, shares);

  const [{ layer, mean } = { layer: 'none', mean: 0 }] = learnedSlopes(model, trainer.state);

  const file = writeSafetensors(trainerTensors(trainer));
  restoreTrainer(trainer, readSafetensors(file));

  const bytes = exportOnnx(model, trainer.state, { task: 'multiplication' });
  const files = exportLayersModel(model, trainer.state, { task: 'multiplication' });
  const imported = importOnnx(bytes);
  const opened = importLayersModel(files);
  expect([imported.parameterCount, opened.parameterCount]).toEqual([
    model.parameterCount,
    model.parameterCount,
  ]);

  expect(await evaluateAverage(engine)).not.toBeNaN();
  expect(createModel(block, { inputShape: [3, 8, 8] }).outputShape).toEqual([16, 8, 8]);
  expect(Math.min(loss, gradientNorm, bytes.length, files.size)).toBeGreaterThan(0);
  expect([drift, layer, shares.has('1.prelu')]).toEqual([0, '1.prelu', true]);
  expect(mean).toBeCloseTo(0.25, 2);
  expect(neverPositive?.length).toBeLessThan(64);
  expect(prediction).not.toBeNaN();
  expect([...curves.keys()]).toEqual(['1.prelu']);
});

/** The example of `movingAverage`. */
async function evaluateAverage(engine: Engine): Promise<number> {
  const model = sequential([dense(1)], { inputShape: [2] });
  const trainer = await compileTrainer(engine, {
    model,
    optimizer: adam(),
    batchSize: 64,
    inputs: { x: [2], y: [1] },
    copies: { average: movingAverage(0.999) },
    loss: ({ predict, x, y }) => meanSquaredError(predict(x), y),
  });
  const predictor = await compilePredictor(engine, { model, state: trainer.copies.average, batchSize: 1 });
  return (await predictor.predict(Float32Array.of(1, 2)))[0] as number;
}

it('load TensorFlow.js', async () => {
  const { tf, backend, version, nativeAbsence } = await loadTensorflow({ backend: 'wasm' });

  const { tfjsNode, absence } = loadTfjsNode();

  expect([backend, version, nativeAbsence]).toEqual(['wasm', tf.version_core, undefined]);
  expect(tfjsNode === undefined).toBe(absence !== undefined);
});

it('are those of the doc comments', () => {
  const here = new Set(sources('./').flatMap((source) => source.split('\n').map((line) => line.trim())));
  const examples = sources('../src/').flatMap((source) =>
    [...source.matchAll(/ \* @example\n((?: \* (?!@).*\n)+)/g)].map(([, lines]) => lines as string),
  );
  expect(examples.length).toBeGreaterThan(5);
  const lines = examples.flatMap((example) => example.split('\n').map((line) => line.replace(/^ \* */, '')));
  expect(lines.filter((line) => line !== '' && !here.has(line.trim()))).toEqual([]);
});

function sources(path: string): string[] {
  const folder = new URL(path, import.meta.url);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'));
}
