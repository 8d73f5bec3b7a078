// TensorFlow.js counts its tensors, and never frees one by itself: a leak of one tensor in a step shows.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import { input } from '../src/graph/leaves.js';
import { gather } from '../src/graph/movement.js';
import {
  activation,
  adam,
  batchNorm,
  compileTrainer,
  conv2d,
  createEngine,
  dense,
  type Engine,
  globalAveragePool,
  maxPool,
  meanSquaredError,
  mul,
  sequential,
  variable,
} from '../src/index.js';
import { loadTensorflow } from '../src/tensorflow.js';

const { tf } = await loadTensorflow({ backend: 'wasm' });
const count = (): number => tf.memory().numTensors;

function compileSmall(engine: Engine) {
  const layers = [
    conv2d(2),
    batchNorm(),
    activation('prelu'),
    maxPool(2),
    conv2d(2, { kernel: 1, stride: 2 }),
    globalAveragePool(),
    dense(1),
  ];
  return compileTrainer(engine, {
    model: sequential(layers, { inputShape: [1, 4, 4], seed: 1 }),
    optimizer: adam({ learningRate: 1e-3 }),
    batchSize: 2,
    inputs: { x: [1, 4, 4], y: [1] },
    copies: { target: 'frozen' },
    loss: ({ predict, target, x, y }) => ({
      loss: meanSquaredError(predict(x), y),
      drift: meanSquaredError(predict(x), target(x)),
    }),
  });
}

const batch = {
  x: Float32Array.from({ length: 32 }, (_, index) => Math.sin(index)),
  y: Float32Array.of(1, 2),
};

describe.each(['wasm', 'cpu'] as const)('on the backend %s', (backend) => {
  it('1,000 steps keep the number of tensors', { timeout: 60_000 }, async () => {
    const trainer = await compileSmall(await createEngine('tensorflow', { backend }));
    await trainer.step(batch);
    const [before, bytes] = [count(), tf.memory().numBytes];
    for (let step = 0; step < 1000; step++) {
      await trainer.step(batch);
      if (step % 100 === 0) trainer.copyParameters('target');
    }
    trainer.state.parameters.read();
    expect([count(), tf.memory().numBytes]).toEqual([before, bytes]);
    await trainer.dispose();
  });

  it('a run that fails leaves nothing behind', async () => {
    const engine = await createEngine('tensorflow', { backend });
    const taken = gather(mul(input('x', [1, 3]), 2), input('index', [1, 1], 'int32'), 1);
    const program = await engine.compile({ outputs: { taken }, updates: {} });
    const before = count();
    const feeds = { x: Float32Array.of(1, 2, 3), index: Int32Array.of(3) };
    await expect(program.run(feeds)).rejects.toThrow('index must be from 0 to 2 on axis 1, got 3');
    expect(count()).toBe(before);
    await program.dispose();
  });
});

it('variables and programs that nobody holds any more are freed', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const engine = await createEngine('tensorflow', { backend: 'wasm' });
  const use = async (): Promise<void> => {
    const state = { w: engine.variable([1, 2]) };
    const program = await engine.compile({ outputs: { y: mul(variable('w', [2]), 3) }, updates: {} }, state);
    await program.run({});
  };
  await use();
  expect(count()).toBeGreaterThan(0);
  await vi.waitFor(() => {
    collectGarbage();
    expect(count()).toBe(0);
  });
});

it('a variable of another backend is refused', async () => {
  const [wasm, cpu] = [
    await createEngine('tensorflow', { backend: 'wasm' }),
    await createEngine('tensorflow', { backend: 'cpu' }),
  ];
  const graph = { outputs: { y: mul(variable('w', [1]), 3) }, updates: {} };
  await expect(wasm.compile(graph, { w: cpu.variable([1]) })).rejects.toThrow(
    new RangeError('tensorflow engine: variable "w" belongs to another engine'),
  );
});
