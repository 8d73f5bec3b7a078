// The noisy layer against its paper's formula with the noise as a matrix, and where its noise comes from.
import { assertAllClose } from '@rectify/golden';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReferenceEngine } from '../src/engines/reference/referenceEngine.js';
import {
  activation,
  batchNorm,
  compilePopulation,
  compilePredictor,
  compileTrainer,
  createEngine,
  createModel,
  createModelState,
  dense,
  directPredictor,
  dropout,
  ENGINES,
  exportLayersModel,
  exportOnnx,
  importLayersModel,
  importOnnx,
  input,
  type Model,
  noisyDense,
  randomStream,
  reduceMean,
  reduceSum,
  type Shape,
  sequential,
  sgd,
  sizeOf,
  square,
  sub,
  type Value,
  zeros,
} from '../src/index.js';
import { trace } from '../src/trace.js';
import { compute, namedGradients } from './conformance/compute.js';

const STEP = 1e-5;

type Numbers = Readonly<Record<string, readonly number[]>>;

/** A noisy layer in training mode, with parameters and noise as inputs of their names. */
function tracedLayer(units: number, x: Value, bias = true) {
  const leaves: Record<string, Value> = { x };
  const leaf = (name: string, { shape }: { readonly shape: Shape }): Value => {
    leaves[name] = input(name, shape);
    return leaves[name];
  };
  const { output } = trace(noisyDense(units, { bias }), x, {
    training: true,
    noise: leaf,
    parameter: leaf,
    statistic: () => x,
  });
  return { output, leaves };
}

function drawn(leaves: Readonly<Record<string, Value>>, seed: number): Numbers {
  return Object.fromEntries(
    Object.entries(leaves).map(([name, { shape }]) => {
      const random = randomStream(seed).split(name);
      return [name, Array.from({ length: sizeOf(shape) }, () => random.normal())];
    }),
  );
}

/** Equations 9 to 11 of Fortunato et al. 2018 on one example: the matrix w, then w x + b. */
function noisyLinear(x: readonly number[], units: number, numbers: Numbers): number[] {
  const f = (e: number): number => Math.sign(e) * Math.sqrt(Math.abs(e));
  const at = (name: string, index: number): number => numbers[name]?.[index] ?? 0;
  return Array.from({ length: units }, (_, j) => {
    const outputNoise = f(at('outputNoise', j));
    const b = at('bias', j) + at('biasDeviation', j) * outputNoise;
    return x.reduce((sum, element, i) => {
      const place = j * x.length + i;
      const noise = outputNoise * f(at('inputNoise', i));
      return sum + (at('weight', place) + at('weightDeviation', place) * noise) * element;
    }, b);
  });
}

/** The outputs [B, units] of a model whose state draws from `noise`, for one batch. */
async function predicted(model: Model, x: Float32Array, seed = 1): Promise<number[][]> {
  const engine = await createEngine('onnx');
  const state = createModelState(engine, model);
  const batchSize = x.length / sizeOf(model.inputShape);
  const predictor = await compilePredictor(engine, { model, state, batchSize, noise: randomStream(seed) });
  const output = Array.from(await predictor.predict(x));
  const units = output.length / batchSize;
  return Array.from({ length: batchSize }, (_, row) => output.slice(row * units, (row + 1) * units));
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('noisyDense', () => {
  const setting = fc.record({
    batch: fc.integer({ min: 1, max: 3 }),
    steps: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    inputs: fc.integer({ min: 1, max: 4 }),
    units: fc.integer({ min: 1, max: 4 }),
    bias: fc.boolean(),
    seed: fc.nat(),
  });

  it('is its formula with the noise as a matrix', async () => {
    await fc.assert(
      fc.asyncProperty(setting, async ({ batch, steps, inputs, units, bias, seed }) => {
        const shape = steps === undefined ? [batch, inputs] : [batch, steps, inputs];
        const { output, leaves } = tracedLayer(units, input('x', shape), bias);
        const feeds = drawn(leaves, seed);
        const results = await compute(createReferenceEngine(), {
          outputs: { output },
          feeds,
          precision: 'float64',
        });
        const x = feeds.x ?? [];
        const expected = Array.from({ length: x.length / inputs }, (_, row) =>
          noisyLinear(x.slice(row * inputs, (row + 1) * inputs), units, feeds),
        ).flat();
        expect(results.output).toEqual(expected.map((element) => expect.closeTo(element, 9)));
      }),
      { numRuns: 50 },
    );
  });

  it('has the gradients of central differences', async () => {
    const { output, leaves } = tracedLayer(3, input('x', [2, 4]));
    const feeds = drawn(leaves, 5);
    const { inputNoise: _, outputNoise: __, ...differentiated } = leaves;
    const loss = reduceSum(square(output));
    const compiled = { outputs: { loss, ...namedGradients(loss, differentiated, input('one', [])) } };
    const run = (changed: Numbers) =>
      compute<string>(createReferenceEngine(), {
        ...compiled,
        feeds: { ...feeds, ...changed, one: [1] },
        precision: 'float64',
      });
    const results = await run({});
    for (const name of Object.keys(differentiated)) {
      const elements = feeds[name] ?? [];
      for (const [index, element] of elements.entries()) {
        const above = await run({ [name]: elements.with(index, element + STEP) });
        const below = await run({ [name]: elements.with(index, element - STEP) });
        const difference = ((above.loss?.[0] ?? 0) - (below.loss?.[0] ?? 0)) / (2 * STEP);
        expect(results[`gradient/${name}`]?.[index]).toBeCloseTo(difference, 5);
      }
    }
  });

  it('draws factors f(e) of normal numbers e, and starts with the deviation sigma_0 / sqrt(inputs)', async () => {
    const units = 4096;
    const layer = noisyDense(units, { initializer: zeros, initialDeviation: 3 });
    // Nothing but the noise of the biases is left of a zero: sigma_b f(e_out).
    const [noise = []] = await predicted(createModel(layer, { inputShape: [9] }), new Float32Array(9));
    // f turns a normal e into a number whose square is |e|: variance sqrt(2 / pi), and f's inverse gives e back.
    expect(Math.abs(mean(noise))).toBeLessThan(5 / Math.sqrt(units));
    expect(mean(noise.map((element) => element ** 2))).toBeCloseTo(Math.sqrt(2 / Math.PI), 1);
    expect(Math.abs(mean(noise.map((element) => element ** 4)) - 1)).toBeLessThan(5 * Math.sqrt(2 / units));
  });

  it('gives all examples of a batch the same weights, and every call others', async () => {
    const model = createModel(noisyDense(2), { inputShape: [3] });
    const x = Float32Array.of(1, 2, 3);
    const [first, second] = await predicted(model, Float32Array.of(...x, ...x));
    expect(second).toEqual(first);
    expect((await predicted(model, x, 2))[0]).not.toEqual(first);
  });

  it('is a dense layer in evaluation, in exported files too', async () => {
    const engine = await createEngine('onnx');
    const x = Float32Array.of(1, -2, 0.5);
    const output = async (model: Model): Promise<number[]> => {
      const state = createModelState(engine, model);
      return Array.from(await (await compilePredictor(engine, { model, state, batchSize: 1 })).predict(x));
    };
    const plain = createModel(dense(4), { inputShape: [3], seed: 6 });
    const noisy = createModel(noisyDense(4), { inputShape: [3], seed: 6 });
    const expected = await output(plain);
    expect(await output(noisy)).toEqual(expected);
    const state = createModelState(engine, noisy);
    for (const file of [
      importOnnx(exportOnnx(noisy, state)),
      importLayersModel(exportLayersModel(noisy, state)),
    ]) {
      expect(file.parameterCount).toBe(plain.parameterCount);
      assertAllClose(await output(file), expected, { tolerance: { rtol: 1e-6, atol: 1e-6 }, what: 'output' });
    }
  });

  it('has a deviation for each weight and bias, which weight decay spares', () => {
    const explorer = sequential([noisyDense(16), activation('relu'), noisyDense(2)], { inputShape: [4] });
    expect(explorer.parameterCount).toBe(2 * (4 * 16 + 16 + 16 * 2 + 2));
    const decaying = explorer.parameters.filter(({ decays }) => decays).map(({ name }) => name);
    expect(decaying).toEqual(['0.noisyDense.weight', '2.noisyDense.weight']);
  });

  it.each([-1, Number.NaN, Infinity])('refuses the deviation %d', (initialDeviation) => {
    expect(() => noisyDense(2, { initialDeviation })).toThrow(
      new RangeError(
        `noisyDense: initialDeviation must be a finite number from 0 up, got ${initialDeviation}`,
      ),
    );
  });
});

/** A step that learns nothing and reports what two calls of the model and two of a copy made of the same input. */
function fourPasses(copyMode?: 'evaluation' | 'training') {
  return {
    optimizer: sgd({ learningRate: 0 }),
    batchSize: 1,
    inputs: { x: [3] },
    copies: { target: 'frozen' },
    ...(copyMode && { copyMode }),
    vectors: ['a', 'b', 'c', 'd'],
    loss: ({ predict, target, x }: Record<'predict' | 'target', (x: Value) => Value> & { x: Value }) => {
      const [a, b, c, d] = [predict(x), predict(x), target(x), target(x)] as const;
      return { loss: reduceMean(sub(sub(a, b), sub(c, d))), a, b, c, d };
    },
  } as const;
}

const step = { x: Float32Array.of(1, 2, 3) };

describe.each(ENGINES)('noise in training on the %s engine', (engineName) => {
  const noisyModel = (seed: number) => createModel(noisyDense(2), { inputShape: [3], seed });

  it('is another in each call of the model, and of a copy in training mode', async () => {
    const engine = await createEngine(engineName);
    const outputs = async (copyMode?: 'evaluation' | 'training') => {
      const trainer = await compileTrainer(engine, { model: noisyModel(3), ...fourPasses(copyMode) });
      await trainer.step(step);
      return ['a', 'b', 'c', 'd'].map((name) => Array.from(trainer.vectors[name] ?? []).map(Math.fround));
    };
    expect(new Set((await outputs('training')).flat()).size).toBe(8);
    const [a, b, c, d] = await outputs();
    expect([...(a ?? []), ...(b ?? [])]).not.toContain(c?.[0]);
    expect(d).toEqual(c);
  });

  it('is for a member of a population what it is alone', async () => {
    const engine = await createEngine(engineName);
    const members = await compilePopulation(engine, {
      models: [3, 4].map(noisyModel),
      ...fourPasses('training'),
    });
    await Promise.all(members.map((member) => member.step(step)));
    for (const [index, seed] of [3, 4].entries()) {
      const alone = await compileTrainer(engine, { model: noisyModel(seed), ...fourPasses('training') });
      await alone.step(step);
      for (const [name, expected] of Object.entries(alone.vectors)) {
        assertAllClose(Array.from(members[index]?.vectors[name] ?? []), Array.from(expected), {
          tolerance: { rtol: 1e-5, atol: 1e-6 },
          what: name,
        });
      }
    }
  });
});

describe('a predictor with noise', () => {
  it('runs in training mode: masks of dropout, statistics of the batch', async () => {
    const masked = createModel(dropout(0.5), { inputShape: [64] });
    const [output = []] = await predicted(masked, new Float32Array(64).fill(1));
    expect(new Set(output)).toEqual(new Set([0, 2]));
    const [[first] = [], [second] = []] = await predicted(
      createModel(batchNorm(), { inputShape: [1] }),
      Float32Array.of(10, 20),
    );
    expect([first, second]).toEqual([expect.closeTo(-1, 3), expect.closeTo(1, 3)]);
  });

  it('draws the same numbers in JavaScript as in an engine', async () => {
    const engine = await createEngine('onnx');
    const model = sequential([noisyDense(5), activation('prelu'), noisyDense(2)], { inputShape: [3] });
    const state = createModelState(engine, model);
    const predictor = await compilePredictor(engine, { model, state, batchSize: 1, noise: randomStream(8) });
    const direct = directPredictor({ model, state, noise: randomStream(8) });
    const seen = new Set<number>();
    for (let call = 0; call < 3; call++) {
      const actual = Array.from(direct?.predict(step.x) ?? []);
      const expected = Array.from(await predictor.predict(step.x));
      assertAllClose(actual, expected, { tolerance: { rtol: 1e-5, atol: 1e-6 }, what: `call ${call}` });
      seen.add(actual[0] as number);
    }
    expect(seen.size).toBe(3);
  });
});
