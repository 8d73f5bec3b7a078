// Training steps in stages: kernels and products in turns compute what the reference engine computes.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { planStages } from '../src/engines/onnx/stages/stagePlan.js';
import { handOver } from '../src/engines/onnx/tail/handover.js';
import { splitTail } from '../src/engines/onnx/tail/pointwiseTail.js';
import {
  abs,
  activation,
  adam,
  add,
  argMax,
  broadcastTo,
  clamp,
  compileTrainer,
  concat,
  createEngine,
  dense,
  div,
  type Engine,
  type Graph,
  greater,
  input,
  leakyRelu,
  matmul,
  maximum,
  meanSquaredError,
  minimum,
  mul,
  type NumberArray,
  neg,
  oneHot,
  prelu,
  reduceMax,
  reduceSum,
  relu,
  reshape,
  type Shape,
  type StepOptions,
  sequential,
  sign,
  sliceAxis,
  sqrt,
  stopGradient,
  sub,
  toFloat,
  type Value,
  variable,
  where,
} from '../src/index.js';

const bindings = ['native', 'package'] as const;
let engines: Engine[];
let reference: Engine;
beforeAll(async () => {
  engines = await Promise.all(bindings.map((binding) => createEngine('onnx', { binding })));
  reference = await createEngine('reference');
});

/** Enough parameters for a step whose end is a pass, without which there are no stages. */
const PARAMETERS = 300;
const parameters = variable('parameters', [PARAMETERS]);

/** A step that returns these values and halves the parameters. */
const stepWith = (outputs: Graph['outputs']): Graph => ({
  outputs,
  updates: { parameters: mul(parameters, 0.5) },
});

/** Quarters, whose sums and products of a few float32 holds exactly: then all engines agree in every bit. */
const quarters = (length: number, seed: number): Float32Array =>
  Float32Array.from({ length }, (_, index) => (((index * 7919 + seed * 104_729) % 17) - 8) / 4);

type Feeds = Readonly<Record<string, NumberArray>>;

const feedsFor = (shapes: Readonly<Record<string, Shape>>): Feeds =>
  Object.fromEntries(
    Object.entries(shapes).map(([name, shape], seed) => [name, quarters(sizeOf(shape), seed)]),
  );
const sizeOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

/** Outputs of two runs and the parameters behind them. -0 counts as 0. */
async function resultsOf(engine: Engine, graph: Graph, feeds: Feeds, more: Feeds = {}): Promise<unknown> {
  const contents = { parameters: quarters(PARAMETERS, 5), ...more };
  const variables = Object.fromEntries(
    Object.entries(contents).map(([name, content]) => [name, engine.variable(content)]),
  );
  const program = await engine.compile(graph, variables);
  const runs = [await program.run(feeds), await program.run(feeds)];
  await program.dispose();
  const states = Object.fromEntries(
    Object.entries(variables).map(([name, each]) => [name, each.read()] as const),
  );
  return [...runs, states].map((named) =>
    Object.fromEntries(
      Object.entries(named).map(([name, values]) => [name, Array.from(values, (each) => each + 0)]),
    ),
  );
}

/** Both bindings compute what the reference engine does, and do so in stages. */
async function expectAgreement(outputs: Graph['outputs'], feeds: Feeds, more: Feeds = {}): Promise<void> {
  const graph = stepWith(outputs);
  const { tail, ...split } = splitTail(graph);
  if (tail === null) throw new Error('the step has no end that is a pass');
  expect(planStages(handOver({ ...split, tail }).head)).not.toBeNull();
  const expected = await resultsOf(reference, graph, feeds, more);
  for (const engine of engines) expect(await resultsOf(engine, graph, feeds, more)).toEqual(expected);
}

describe('a step in stages agrees with the reference engine', () => {
  const size = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 13, max: 40 }));

  it('in products of any shape, also where their elements go on into others', async () => {
    const cases = fc.record({
      rows: size,
      columns: size,
      length: size,
      transposeA: fc.boolean(),
      transposeB: fc.boolean(),
      isJoined: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ rows, columns, length, transposeA, transposeB, isJoined }) => {
        const shapes = {
          a: transposeA ? [length, rows] : [rows, length],
          b: transposeB ? [columns, length] : [length, columns],
          bias: [columns],
          scale: [rows, 1],
        };
        const [a, b, bias, scale] = Object.entries(shapes).map(([name, shape]) => input(name, shape)) as [
          Value,
          Value,
          Value,
          Value,
        ];
        const product = matmul(a, b, { transposeA, transposeB });
        const result = isJoined ? relu(mul(add(product, bias), scale)) : product;
        await expectAgreement({ result }, feedsFor(shapes));
      }),
      { numRuns: 150 },
    );
  });

  it('in products for the runtime, whose operands are parts of a variable too', async () => {
    const [a, b] = [input('a', [64, 64]), reshape(sliceAxis(variable('w', [4100]), 0, 4, 4100), [64, 64])];
    const first = matmul(a, b, { transposeB: true });
    const second = matmul(relu(first), a, { transposeA: true });
    const feeds = { a: quarters(4096, 1).map((each) => (Math.abs(each) > 1.5 ? each : 0)) };
    await expectAgreement({ second: reduceSum(second, { axes: [0] }) }, feeds, {
      w: quarters(4100, 2).map((each) => (Math.abs(each) > 1.5 ? each : 0)),
    });
  });

  it('element by element, with operands of any shape that stretches', async () => {
    const expressionOf = (leaves: readonly Value[]): fc.Arbitrary<Value> =>
      fc.letrec<{ value: Value }>((tie) => ({
        value: fc.oneof(
          { depthSize: 'small', withCrossShrink: true },
          fc.constantFrom(...leaves),
          fc
            .tuple(fc.constantFrom(add, sub, maximum, minimum), tie('value'), tie('value'))
            .map(([operation, a, b]) => operation(a, b)),
          fc
            .tuple(
              fc.constantFrom(
                neg,
                abs,
                relu,
                sign,
                stopGradient,
                (x: Value) => leakyRelu(x, 0.25),
                (x: Value) => clamp(x, -0.5, 1.25),
                (x: Value) => mul(x, 0.5),
                (x: Value) => toFloat(greater(x, 0.25)),
              ),
              tie('value'),
            )
            .map(([operation, x]) => operation(x)),
          fc.tuple(tie('value'), tie('value')).map(([a, b]) => where(greater(a, b), a, neg(b))),
          fc.tuple(tie('value'), fc.constantFrom(...leaves)).map(([x, slope]) => mul(prelu(x, slope), 1)),
        ),
      })).value;
    const cases = fc.tuple(size, size).chain(([rows, columns]) => {
      const shapes = {
        matrix: [rows, columns],
        other: [rows, columns],
        row: [columns],
        column: [rows, 1],
        one: [],
      };
      const leaves = Object.entries(shapes).map(([name, shape]) => input(name, shape));
      return fc.record({
        shapes: fc.constant(shapes),
        value: expressionOf(leaves),
        again: expressionOf(leaves),
      });
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ shapes, value, again }) => {
        const used = new Set(Object.keys(shapes));
        const feeds = Object.fromEntries(Object.entries(feedsFor(shapes)).filter(([name]) => used.has(name)));
        await expectAgreement({ value, both: add(value, again) }, feeds);
      }),
      { numRuns: 150 },
    );
  });

  it('in sums and maxima over rows, columns and all, and of what is made for them alone', async () => {
    await fc.assert(
      fc.asyncProperty(size, size, async (rows, columns) => {
        const shapes = { x: [rows, columns], y: [rows, columns] };
        const [x, y] = [input('x', shapes.x), input('y', shapes.y)];
        await expectAgreement(
          {
            rowSums: reduceSum(x, { axes: [1] }),
            rowMaxima: reduceMax(mul(x, 2), { axes: [1], keepDims: true }),
            columnSums: reduceSum(mul(x, y), { axes: [0] }),
            total: reduceSum(sub(x, y)),
            spread: broadcastTo(reduceSum(y, { axes: [0], keepDims: true }), [rows, columns]),
          },
          feedsFor(shapes),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('in indices and what they choose', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 2, max: 9 }),
        async (rows, depth) => {
          const scores = input('scores', [rows, depth]);
          const chosen = oneHot(input('actions', [rows], 'int32'), depth);
          const greedy = argMax(scores, 1);
          await expectAgreement(
            { chosen, value: reduceSum(mul(scores, oneHot(greedy, depth)), { axes: [1] }), greedy },
            {
              scores: quarters(rows * depth, 3),
              actions: Int32Array.from({ length: rows }, (_, row) => row % depth),
            },
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('in joined vectors, in parts of them, and where an output is a variable, an input or the same value twice', async () => {
    const [few, x] = [variable('few', [7]), input('x', [9])];
    const joined = concat([x, few, sliceAxis(x, 0, 2, 5)], 0);
    const doubled = mul(joined, 2);
    await expectAgreement(
      {
        joined,
        part: sliceAxis(doubled, 0, 3, 14),
        doubled,
        again: doubled,
        few,
        x,
        matrix: reshape(x, [3, 3]),
      },
      { x: quarters(9, 1) },
      { few: quarters(7, 2) },
    );
  });

  const special = [Number.NaN, Infinity, -Infinity, -0, 0, 1, -2, 3e38, 1e-30, 2 ** 24];
  const operations: Readonly<Record<string, (a: Value, b: Value) => Value>> = {
    relu: (a) => relu(a),
    leakyRelu: (a) => leakyRelu(a, 0.5),
    'leakyRelu with slope 0': (a) => leakyRelu(a, 0),
    prelu: (a, b) => prelu(a, b),
    clamp: (a) => clamp(a, -1, 2),
    'clamp without bounds': (a) => clamp(a, -Infinity, Infinity),
    maximum,
    minimum,
    div,
    mask: (a, b) => toFloat(greater(a, b)),
    where: (a, b) => where(greater(a, b), b, a),
    sqrt: (a) => sqrt(a),
    sign: (a) => sign(a),
  };

  it.each(Object.entries(operations))('at the edges of numbers: %s', async (_, operation) => {
    const pairs = special.flatMap((a) => special.map((b) => [a, b] as const));
    const [a, b] = [input('a', [pairs.length]), input('b', [pairs.length])];
    const feeds = {
      a: Float32Array.from(pairs, ([first]) => first),
      b: Float32Array.from(pairs, ([, second]) => second),
    };
    const result = operation(a, b);
    const graph = stepWith({ result });
    const [expected, ...computed] = await Promise.all(
      [reference, ...engines].map(async (engine) => {
        const program = await engine.compile(graph, { parameters: engine.variable(quarters(PARAMETERS, 1)) });
        // Rounded to what float32 holds.
        return Float32Array.from((await program.run(feeds)).result as NumberArray, (each) => each + 0);
      }),
    );
    for (const each of computed) expect(each).toEqual(expected);
  });
});

describe('a training step is divided', () => {
  /** The graph that a trainer compiles. */
  const graphOf = async (name: string): Promise<Graph> => {
    const graphs: Graph[] = [];
    const engine: Engine = {
      ...reference,
      compile: (graph, variables) => {
        graphs.push(graph);
        return reference.compile(graph, variables);
      },
    };
    const layers = [dense(64), activation(name), dense(64), activation(name), dense(2)];
    await compileTrainer(engine, {
      model: sequential(layers, { inputShape: [4], seed: 1 }),
      optimizer: adam(),
      batchSize: 64,
      inputs: { x: [4], y: [2] },
      copies: { target: 'frozen', average: 0.1 },
      maximumGradientNorm: 1,
      loss: ({ predict, target, x, y }) => meanSquaredError(predict(x), add(y, mul(target(x), 0.5))),
    });
    return graphs.find(({ updates }) => Object.keys(updates).length > 0) as Graph;
  };
  const stagesOf = async (name: string) => {
    const { tail, ...split } = splitTail(await graphOf(name));
    return planStages(handOver({ ...split, tail }).head)?.stages.map(({ products }) => products.length);
  };

  it.each(['relu', 'leaky_relu:0.01', 'prelu:0.25', 'prelu:0.25,shared', 'relu6', 'hardswish', 'linear'])(
    'with %s: two products forward, two back, and what is left',
    async (name) => expect(await stagesOf(name)).toEqual([2, 2, 0]),
  );

  it.each(['elu', 'gelu', 'tanh'])('with %s it is not: there are no kernels for it', async (name) => {
    expect(await stagesOf(name)).toBeUndefined();
  });
});

describe.each(bindings)('a program in stages, binding %s', (binding) => {
  const step: Omit<StepOptions<'x' | 'y', 'target'>, 'model'> = {
    optimizer: adam({ learningRate: 0.01 }),
    batchSize: 64,
    inputs: { x: [4], y: [1] },
    copies: { target: 'frozen' },
    maximumGradientNorm: 1,
    loss: ({ predict, x, y }) => meanSquaredError(predict(x), y),
  };
  const model = sequential([dense(64), activation('prelu'), dense(64), activation('relu'), dense(1)], {
    inputShape: [4],
    seed: 3,
  });
  const feeds = { x: quarters(256, 1), y: quarters(64, 2) };

  it('learns, and the same in every bit in another compilation', async () => {
    const engine = await createEngine('onnx', { binding });
    const train = async () => {
      const trainer = await compileTrainer(engine, { ...step, model });
      const losses: number[] = [];
      for (let update = 0; update < 60; update++) losses.push((await trainer.step(feeds)).loss);
      return { losses, parameters: trainer.state.parameters.read() };
    };
    const first = await train();
    expect(first.losses.at(-1)).toBeLessThan((first.losses[0] as number) / 2);
    expect(await train()).toEqual(first);
  });

  it('makes one run after another of those that are begun together', async () => {
    const engine = await createEngine('onnx', { binding });
    const program = async () => {
      const w = engine.variable(quarters(4096, 4));
      const weights = variable('w', [4096]);
      const product = matmul(input('x', [64, 64]), reshape(weights, [64, 64]));
      const sum = reduceSum(product);
      const graph = { outputs: { sum }, updates: { w: sub(weights, mul(reshape(product, [4096]), 0.125)) } };
      return { running: await engine.compile(graph, { w }), w };
    };
    const fed = [1, 2, 3].map((seed) => ({ x: quarters(4096, seed) }));
    const [together, apart] = [await program(), await program()];
    const sums = await Promise.all(fed.map((feeds) => together.running.run(feeds)));
    const expected = [];
    for (const feeds of fed) expected.push(await apart.running.run(feeds));
    expect(sums).toEqual(expected);
    expect(together.w.read()).toEqual(apart.w.read());
  });

  it('says which feed is missing or of the wrong size, leaves the variables, and works on', async () => {
    const engine = await createEngine('onnx', { binding });
    const state = { parameters: engine.variable(quarters(PARAMETERS, 1)) };
    const rate = input('rate', []);
    const program = await engine.compile(
      { outputs: { y: mul(input('x', [3]), 2) }, updates: { parameters: mul(parameters, rate) } },
      state,
    );
    const before = state.parameters.read();
    const message = /input "x" must have 3 elements for shape \[3\], got/;
    await expect(program.run({ rate: Float32Array.of(2) })).rejects.toThrow(message);
    await expect(program.run({ x: new Float32Array(2), rate: Float32Array.of(2) })).rejects.toThrow(message);
    await expect(program.run({ x: new Float32Array(3) })).rejects.toThrow(
      /input "rate" must have 1 elements/,
    );
    expect(state.parameters.read()).toEqual(before);
    expect((await program.run({ x: Float32Array.of(1, 2, 3), rate: Float32Array.of(2) })).y).toEqual(
      Float32Array.of(2, 4, 6),
    );
    await Promise.all([program.dispose(), program.dispose()]);
    await expect(program.run({ x: new Float32Array(3), rate: Float32Array.of(2) })).rejects.toThrow(
      /dispose/,
    );
  });
});
