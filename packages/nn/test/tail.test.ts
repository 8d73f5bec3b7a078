// The end of a training step in one pass over memory: the same bits as node by node, and only where that is safe.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitTail } from '../src/engines/onnx/tail/pointwiseTail.js';
import { SharedMemory } from '../src/engines/onnx/webassembly/sharedMemory.js';
import {
  activation,
  adam,
  adamw,
  add,
  compilePopulation,
  compileTrainer,
  constant,
  createEngine,
  dense,
  div,
  type Engine,
  exp,
  type Graph,
  input,
  matmul,
  meanSquaredError,
  mul,
  type Optimizer,
  reduceSum,
  reshape,
  rmsprop,
  type StepOptions,
  sequential,
  sgd,
  sqrt,
  square,
  sub,
  type Trainer,
  type Value,
  variable,
} from '../src/index.js';

const [native, packaged] = (await Promise.all(
  (['native', 'package'] as const).map((binding) => createEngine('onnx', { binding })),
)) as [Engine, Engine];

type Contents = Readonly<Record<string, readonly number[]>>;
type Feeds = Readonly<Record<string, Float32Array>>;

/** Outputs of two runs, and what the variables then hold. */
async function runTwice(engine: Engine, graph: Graph, contents: Contents, feeds: Feeds): Promise<unknown[]> {
  const entries = Object.entries(contents).map(
    ([name, content]) => [name, engine.variable(content)] as const,
  );
  const program = await engine.compile(graph, Object.fromEntries(entries));
  const outputs = [await program.run(feeds), await program.run(feeds)];
  await program.dispose();
  return [...outputs, ...entries.map(([, each]) => each.read())];
}

async function expectSameBits(graph: Graph, contents: Contents, feeds: Feeds = {}): Promise<void> {
  const [one, other] = await Promise.all(
    [native, packaged].map((engine) => runTwice(engine, graph, contents, feeds)),
  );
  expect(one).toEqual(other);
}

const waves = (length: number, seed: number): number[] =>
  Array.from({ length }, (_, index) => Math.fround(1.5 + Math.sin(seed + index * 12.9898)));

const names = ['u', 'v', 'w'] as const;

/** What an element of a tail can be computed from, and how deep. */
const expressionOf = (leaves: readonly Value[]): fc.Arbitrary<Value> =>
  fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(...leaves),
      fc
        .tuple(
          fc.constantFrom(add, sub, mul, div),
          tie('value'),
          fc.oneof(tie('value'), fc.constantFrom(0.5, -3)),
        )
        .map(([operation, a, b]) => operation(a, b)),
      tie('value').map(sqrt),
    ),
  })).value;

const LENGTH = 259;
const [v, w] = [variable('v', [LENGTH]), variable('w', [LENGTH])];
/** What neither a pass nor a kernel of a stage computes. */
const made = reshape(exp(matmul(input('x', [1, 2]), input('y', [2, LENGTH]))), [LENGTH]);
const contents = { v: waves(LENGTH, 1), w: waves(LENGTH, 2) };
const feeds = { x: Float32Array.of(0.5, -2), y: Float32Array.from(waves(2 * LENGTH, 3)) };

describe('a pass makes the bits of a runtime', () => {
  it('whatever it computes, and however long it is', async () => {
    const cases = fc.integer({ min: 256, max: 300 }).chain((length) => {
      const [u, v, w] = names.map((name) => variable(name, [length])) as [Value, Value, Value];
      // An exponential is what a head is for.
      const made = exp(matmul(input('x', [1, 2]), input('y', [2, length])));
      const leaves = [u, v, w, reshape(made, [length]), input('z', [length]), input('scale', [])];
      const expressions = fc.array(expressionOf(leaves), { minLength: 1, maxLength: 3 });
      return expressions.map((values) => ({
        length,
        updates: Object.fromEntries(
          values
            .filter(({ shape }) => shape.length === 1)
            .map((value, index) => [names[index] as string, value]),
        ),
      }));
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ length, updates }) => {
        const contents = Object.fromEntries(names.map((name, index) => [name, waves(length, index)]));
        const feeds = {
          x: Float32Array.of(0.5, -2),
          y: Float32Array.from(waves(2 * length, 7)),
          z: Float32Array.from(waves(length, 8)),
          scale: Float32Array.of(0.3),
        };
        await expectSameBits({ outputs: {}, updates }, contents, feeds);
      }),
      { numRuns: 60 },
    );
  });

  it('where variables are computed from each other', () =>
    expectSameBits(
      { outputs: {}, updates: { v: add(w, made), w: mul(sub(v, made), 0.5) } },
      contents,
      feeds,
    ));

  it('where a head updates a variable that the pass reads', () =>
    expectSameBits(
      {
        outputs: {},
        updates: {
          v: add(v, made),
          w: reshape(matmul(reshape(w, [LENGTH, 1]), input('one', [1, 1])), [LENGTH]),
        },
      },
      contents,
      { ...feeds, one: Float32Array.of(2) },
    ));

  it('where the result of a pass is returned as well, or needed by a head', async () => {
    const next = add(v, made);
    await expectSameBits({ outputs: { next }, updates: { v: next, w: mul(w, made) } }, contents, feeds);
    const needed = { total: matmul(reshape(next, [1, LENGTH]), reshape(w, [LENGTH, 1])) };
    await expectSameBits({ outputs: needed, updates: { v: next, w: mul(w, made) } }, contents, feeds);
  });

  it.each([0, -0, Number.NaN, Number.POSITIVE_INFINITY, 1e300, 2 ** -149])('with the constant %d', (number) =>
    expectSameBits({ outputs: {}, updates: { v: mul(div(v, number), made) } }, contents, feeds),
  );

  it('with a constant for each element', async () => {
    const mask = constant(
      Float32Array.from({ length: LENGTH }, (_, index) => index % 2),
      [LENGTH],
    );
    await expectSameBits({ outputs: {}, updates: { v: add(mul(v, mask), made) } }, contents, feeds);
  });
});

/** A step whose parameters are enough for a pass, and whose network no kernels compute. */
const stepOf = (
  optimizer: Optimizer,
  maximumGradientNorm = Infinity,
): Omit<StepOptions<'x' | 'y', 'average'>, 'model'> => ({
  optimizer,
  batchSize: 4,
  inputs: { x: [3], y: [1] },
  copies: { average: 0.1 },
  maximumGradientNorm,
  loss: ({ predict, x, y }) => meanSquaredError(predict(x), y),
});
const modelOf = (seed: number) =>
  sequential([dense(60), activation('tanh'), dense(1)], { inputShape: [3], seed });
const batch = { x: Float32Array.from(waves(12, 4)), y: Float32Array.of(1, -1, 0.5, 0) };

/** The metrics of ten steps, and everything that they leave behind. */
async function train(trainer: Trainer<'x' | 'y', 'average'>) {
  const norms: number[] = [];
  for (let update = 0; update < 10; update++) norms.push((await trainer.step(batch)).gradientNorm);
  const numbers = Object.values({ ...trainer.state, ...trainer.variables }).map((each) => each.read());
  return { norms, numbers };
}

describe('a training ends in a pass', () => {
  const optimizers = {
    sgd: sgd({ learningRate: 1e-4, momentum: 0.9, nesterov: true }),
    adam: adam(),
    adamw: adamw(),
    rmsprop: rmsprop({ learningRate: 0.01, momentum: 0.5 }),
    amsgrad: adam({ amsgrad: true, weightDecay: 0.1 }),
  };

  it.each(Object.entries(optimizers))('%s: the same parameters, clipped or not', async (_, optimizer) => {
    for (const limit of [0.1, Infinity]) {
      const trained = [native, packaged].map(async (engine) =>
        train(await compileTrainer(engine, { ...stepOf(optimizer, limit), model: modelOf(1) })),
      );
      const [one, other] = await Promise.all(trained);
      expect(one?.numbers).toEqual(other?.numbers);
      // Without a limit the norm is only looked at: the pass sums it up in float64.
      for (const [index, norm] of one?.norms.entries() ?? [])
        expect(norm / (other?.norms[index] ?? 0)).toBeCloseTo(1, 6);
    }
  });

  it('of a population too', async () => {
    const trained = [native, packaged].map(async (engine) => {
      const members = await compilePopulation(engine, { ...stepOf(adam()), models: [1, 2].map(modelOf) });
      return Promise.all(members.map(train));
    });
    const [one, other] = await Promise.all(trained);
    expect(one?.map(({ numbers }) => numbers)).toEqual(other?.map(({ numbers }) => numbers));
  });

  it('on the variables of other programs, which see what it writes', async () => {
    const trained = [native, packaged].map(async (engine) => {
      const first = await compileTrainer(engine, { ...stepOf(adam()), model: modelOf(1) });
      const second = await compileTrainer(engine, {
        ...stepOf(sgd({ learningRate: 0.1 }), 0.1),
        model: modelOf(1),
        state: first.state,
      });
      for (let update = 0; update < 5; update++) {
        await first.step(batch);
        await second.step(batch);
        first.state.parameters.write(first.state.parameters.read().map((each) => each * 0.99));
      }
      return first.state.parameters.read();
    });
    const [one, other] = await Promise.all(trained);
    expect(one).toEqual(other);
  });
});

describe('what becomes a pass', () => {
  const operationsOf = (graph: Graph) =>
    splitTail(graph).tail?.members.map(({ operation }) => operation) ?? [];

  it('the update of an optimizer, and the norm that is only looked at', () => {
    const sum = sqrt(reduceSum(square(made)));
    const { head, tail } = splitTail({ outputs: { sum }, updates: { v: sub(v, mul(made, 0.1)) } });
    expect(tail?.members.map(({ operation }) => operation)).toEqual([
      'mul',
      'reduceSum',
      'reshape',
      'sqrt',
      'mul',
      'sub',
    ]);
    expect(head).toEqual({ outputs: {}, updates: {} });
  });

  it('not a sum that the update needs', () => {
    const norm = sqrt(reduceSum(square(made)));
    expect(operationsOf({ outputs: { norm }, updates: { v: div(made, norm) } })).toEqual(['div']);
  });

  it('nothing of few elements, nothing without an update, nothing that something else needs', () => {
    const few = variable('few', [255]);
    expect(operationsOf({ outputs: {}, updates: { few: mul(few, 2) } })).toEqual([]);
    expect(operationsOf({ outputs: { sum: reduceSum(square(made)) }, updates: {} })).toEqual([]);
    const next = add(v, made);
    expect(operationsOf({ outputs: { next }, updates: { v: next } })).toEqual([]);
  });
});

it('memory that several variables share has an end', () => {
  const memory = SharedMemory.open({ addressOf: () => 0n }, 1);
  const most = 2 ** 24;
  expect(memory?.fits([most - 16, 1])).toBe(true);
  expect(memory?.allocate(1)?.values).toEqual(Float32Array.of(0));
  expect(memory?.allocate(1)?.address).toBe(64n);
  expect(memory?.fits([most - 32])).toBe(true);
  expect(memory?.fits([most - 32, 1])).toBe(false);
  expect(memory?.allocate(most - 31)).toBeNull();
  expect(SharedMemory.open({ addressOf: () => 0n }, 2 ** 26)).toBeNull();
});
