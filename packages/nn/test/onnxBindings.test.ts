// Two ways to call ONNX Runtime: they make the same bits. And what memory that stays in its place must not do.
import { describe, expect, it } from 'vitest';
import {
  activation,
  adam,
  add,
  batchNorm,
  compilePopulation,
  compileTrainer,
  conv2d,
  createEngine,
  dense,
  dropout,
  type Engine,
  flatten,
  gather,
  globalAveragePool,
  input,
  meanSquaredError,
  mul,
  type NumberArray,
  type StepOptions,
  sequential,
  type Trainer,
  variable,
} from '../src/index.js';

const bindings = ['native', 'package'] as const;

/** A network with everything that has state or draws random numbers. */
const modelOf = (seed: number) =>
  sequential(
    [
      conv2d(3),
      batchNorm(),
      activation('prelu'),
      globalAveragePool(),
      dense(8),
      activation('relu'),
      dropout(0.2),
      dense(1),
    ],
    { inputShape: [1, 4, 4], seed },
  );

type Step = Omit<StepOptions<'x' | 'y', 'average' | 'target'>, 'model'>;

const step: Step = {
  optimizer: adam({ learningRate: 1e-2 }),
  batchSize: 4,
  inputs: { x: [1, 4, 4], y: [1] },
  copies: { average: 0.1, target: 'frozen' },
  maximumGradientNorm: 1,
  vectors: ['predictions'],
  loss: ({ predict, target, x, y }) => {
    const predictions = predict(x);
    return { loss: meanSquaredError(predictions, add(y, mul(target(x), 0.5))), predictions };
  },
};

const feeds = {
  x: Float32Array.from({ length: 64 }, (_, index) => Math.sin(index)),
  y: Float32Array.of(1, -1, 0.5, 0),
};

/** Everything that 20 steps leave behind. */
async function traceOf(trainer: Trainer<'x' | 'y', 'average' | 'target'>, batch = feeds): Promise<unknown[]> {
  const trace: unknown[] = [];
  for (let update = 0; update < 20; update++) {
    const metrics = await trainer.step(batch);
    trace.push(metrics, trainer.vectors.predictions);
    if (update % 7 === 0) trainer.copyParameters('target');
  }
  const { state, variables } = trainer;
  return [...trace, ...Object.values({ ...state, ...variables }).map((each) => each.read())];
}

async function inEveryBinding<Result>(body: (engine: Engine) => Promise<Result>): Promise<Result[]> {
  const results = bindings.map(async (binding) => body(await createEngine('onnx', { binding })));
  return Promise.all(results);
}

describe('both bindings make the same bits', () => {
  it('in a training', async () => {
    const [native, packaged] = await inEveryBinding(async (engine) => {
      return traceOf(await compileTrainer(engine, { ...step, model: modelOf(1) }));
    });
    expect(native).toEqual(packaged);
  });

  it('in a training in stages, products in the runtime among them', async () => {
    const layers = [flatten(), dense(64), activation('prelu'), dense(64), activation('relu'), dense(1)];
    const model = sequential(layers, { inputShape: [1, 4, 4], seed: 1 });
    const batch = {
      x: Float32Array.from({ length: 1024 }, (_, index) => Math.sin(index)),
      y: feeds.x.slice(0, 64),
    };
    const [native, packaged] = await inEveryBinding(async (engine) => {
      return traceOf(await compileTrainer(engine, { ...step, model, batchSize: 64 }), batch);
    });
    expect(native).toEqual(packaged);
  });

  it('in a population, whose members are slices that are written between runs', async () => {
    const [native, packaged] = await inEveryBinding(async (engine) => {
      const members = await compilePopulation(engine, { ...step, models: [1, 2, 3].map(modelOf) });
      members[2]?.pause();
      return Promise.all(members.slice(0, 2).map((member) => traceOf(member)));
    });
    expect(native).toEqual(packaged);
  });
});

describe.each(bindings)('binding %s', (binding) => {
  const w = variable('w', [2]);

  it('writes a slice alone, also beside other slices and under two names', async () => {
    const engine = await createEngine('onnx', { binding });
    const whole = engine.variable([1, 2, 3, 4, 5, 6]);
    const variables = { w: whole.slice(0, 2), v: whole.slice(3, 5), u: whole.slice(3, 5) };
    const v = variable('v', [2]);
    const graph = { outputs: { v }, updates: { w: add(w, v), v: mul(v, 10), u: add(v, 1) } };
    const program = await engine.compile(graph, variables);
    expect(await program.run({})).toEqual({ v: Float32Array.of(4, 5) });
    expect([...whole.read()]).toEqual([5, 7, 3, 5, 6, 6]);
    await program.run({});
    expect([...whole.read()]).toEqual([10, 13, 3, 6, 7, 6]);
  });

  it('takes the last of two updates of one variable', async () => {
    const engine = await createEngine('onnx', { binding });
    const one = engine.variable([1, 2]);
    const graph = { outputs: {}, updates: { w: add(w, 1), v: mul(variable('v', [2]), 10) } };
    const program = await engine.compile(graph, { w: one, v: one });
    for (const expected of [
      [10, 20],
      [100, 200],
    ]) {
      await program.run({});
      expect([...one.read()]).toEqual(expected);
    }
  });

  it('leaves a variable as it was when a run fails, and works on', async () => {
    const engine = await createEngine('onnx', { binding });
    const state = { w: engine.variable([1, 2]) };
    const chosen = gather(w, input('rows', [1], 'int32'), 0);
    const program = await engine.compile({ outputs: { chosen }, updates: { w: add(w, chosen) } }, state);
    await expect(program.run({ rows: Int32Array.of(5) })).rejects.toThrow(
      /Out of range value in index tensor/,
    );
    expect([...state.w.read()]).toEqual([1, 2]);
    expect(await program.run({ rows: Int32Array.of(1) })).toEqual({ chosen: Float32Array.of(2) });
    expect([...state.w.read()]).toEqual([3, 4]);
  });

  it('refuses a run after dispose, which may come twice', async () => {
    const engine = await createEngine('onnx', { binding });
    const program = await engine.compile({ outputs: { sum: add(input('x', [1]), 1) }, updates: {} });
    await program.run({ x: Float32Array.of(1) });
    await Promise.all([program.dispose(), program.dispose()]);
    await program.dispose();
    await expect(program.run({ x: Float32Array.of(1) })).rejects.toThrow(/dispose/);
  });

  it('lets timers have their turn between runs', async () => {
    const engine = await createEngine('onnx', { binding });
    const program = await engine.compile({ outputs: { sum: add(input('x', [1]), 1) }, updates: {} });
    let hasRung = false;
    setTimeout(() => {
      hasRung = true;
    }, 1);
    for (let run = 0; !hasRung && run < 1e6; run++) await program.run({ x: Float32Array.of(1) });
    expect(hasRung).toBe(true);
  });
});

describe('binding native', () => {
  it('keeps to the feeds of the moment of the call', async () => {
    const engine = await createEngine('onnx', { binding: 'native' });
    const program = await engine.compile({ outputs: { sum: add(input('x', [1]), 1) }, updates: {} });
    const x = Float32Array.of(1);
    const results: Promise<Record<string, NumberArray>>[] = [];
    for (const value of [1, 2, 3]) {
      x[0] = value;
      results.push(program.run({ x }));
    }
    expect((await Promise.all(results)).map(({ sum }) => sum?.[0])).toEqual([2, 3, 4]);
  });
});

it('an engine refuses variables of another binding, and a binding that there is not', async () => {
  const native = await createEngine('onnx', { binding: 'native' });
  const packaged = await createEngine('onnx', { binding: 'package' });
  const graph = { outputs: { next: add(variable('w', [1]), 1) }, updates: {} };
  for (const [one, other] of [
    [native, packaged],
    [packaged, native],
  ] as const) {
    await expect(one.compile(graph, { w: other.variable([1]) })).rejects.toThrow(
      new RangeError('onnx engine: variable "w" belongs to another engine'),
    );
  }
  await expect(createEngine('onnx', { binding: 'wasm' as 'native' })).rejects.toThrow(
    new RangeError('onnx engine: unknown binding "wasm"; known: native, package'),
  );
});
