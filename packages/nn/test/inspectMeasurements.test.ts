// What an inspection measures, against the same numbers worked out with plain loops.
import { describe, expect, it } from 'vitest';

import {
  activation,
  batchNorm,
  compileInspector,
  compileTrainer,
  conv2d,
  createEngine,
  createModelState,
  dense,
  ENGINES,
  effectiveRank,
  inspect,
  type LayerInspection,
  type LossDescription,
  type Model,
  meanSquaredError,
  printInspection,
  randomStream,
  sequential,
  sgd,
  srank,
} from '../src/index.js';
import { singularValues } from '../src/inspect/featureRank.js';

const random = randomStream(3);
const normals = (count: number): number[] => Array.from({ length: count }, () => random.normal());

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]): number =>
  mean(values.map((value) => (value - mean(values)) ** 2));
const share = (values: readonly number[], holds: (value: number) => boolean): number =>
  values.filter(holds).length / values.length;

/** Every number of an inspection in one list, in a fixed order. */
function numbersOf(layers: readonly LayerInspection[]): (number | null)[] {
  return layers.flatMap(({ health, perUnit }) => {
    const { layer: _, ...numbers } = health;
    return [...Object.values(numbers), ...Object.values(perUnit).flatMap((units) => [...(units ?? [])])];
  });
}

function expectClose(actual: readonly (number | null)[], expected: readonly (number | null)[]): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, index) => {
    if (value === null) expect(actual[index]).toBeNull();
    else expect(actual[index]).toBeCloseTo(value, 4);
  });
}

describe.each(ENGINES)('measurements on the %s engine', (engineName) => {
  it.each([
    ['tanh', Math.tanh, (h: number) => Math.abs(h) > 0.99],
    ['sigmoid', (z: number) => 1 / (1 + Math.exp(-z)), (h: number) => h < 0.01 || h > 0.99],
    ['leaky_relu:0.1', (z: number) => (z > 0 ? z : 0.1 * z), null],
  ] as const)('%s: shares and moments of every unit', async (spec, f, isSaturated) => {
    const [weights, bias, probe] = [normals(6).map((w) => 3 * w), normals(3), normals(40)];
    const z = [0, 1, 2].map((unit) =>
      Array.from({ length: 20 }, (_, row) => {
        const product = [0, 1].map((k) => (weights[2 * unit + k] ?? 0) * (probe[2 * row + k] ?? 0));
        return (product[0] ?? 0) + (product[1] ?? 0) + (bias[unit] ?? 0);
      }),
    );
    const h = z.map((unit) => unit.map(f));
    const model = sequential([dense(3), activation(spec)], { inputShape: [2] });
    const layer = await inspectOnce(engineName, model, { parameters: [...weights, ...bias], probe });
    const activities = h.map((unit) => mean(unit.map(Math.abs)));

    const { perUnit, health } = layer;
    expectClose(
      [...perUnit.positiveShare],
      z.map((unit) => share(unit, (entry) => entry > 0)),
    );
    expectClose([...perUnit.outputMean], h.map(mean));
    expectClose([...perUnit.outputVariance], h.map(variance));
    expectClose(
      [...perUnit.dormancyScore],
      activities.map((activity) => activity / mean(activities)),
    );
    const saturated = isSaturated && h.map((unit) => share(unit, isSaturated));
    expectClose([...(perUnit.saturatedShare ?? [])], saturated ?? []);
    expect(perUnit.gradientNorm).toBeNull();
    expectClose(
      [
        health.positiveShare,
        health.outputMean,
        health.outputVariance,
        health.saturatedShare,
        health.gradientNorm,
      ],
      [
        share(z.flat(), (entry) => entry > 0),
        mean(h.flat()),
        variance(h.flat()),
        saturated && mean(saturated),
        null,
      ],
    );
  });

  it('crelu has two units for each value, each judged for itself', async () => {
    const model = sequential([dense(2), activation('crelu')], { inputShape: [1] });
    const { perUnit, health } = await inspectOnce(engineName, model, {
      parameters: [1, -1, 0, 0],
      probe: [1, 3],
    });
    expect([health.units, health.deadShare, health.dormantShare]).toEqual([4, 0.5, 0.5]);
    expect([...perUnit.positiveShare]).toEqual([1, 0, 0, 1]);
    expect([...perUnit.outputMean]).toEqual([2, 0, 0, 2]);
  });

  it('a channel is judged over all positions', async () => {
    const model = sequential([conv2d(2, { kernel: 1 }), activation('relu')], { inputShape: [1, 2, 2] });
    const probe = [-1, -2, 3, 5, 1, 1, 1, 1];
    const { perUnit, health } = await inspectOnce(engineName, model, { parameters: [1, -1, 0, 0], probe });
    expect([...perUnit.positiveShare]).toEqual([0.75, 0.25]);
    expectClose([...perUnit.outputMean], [12 / 8, 3 / 8]);
    expectClose(
      [...perUnit.outputVariance],
      [variance([0, 0, 3, 5, 1, 1, 1, 1]), variance([1, 2, 0, 0, 0, 0, 0, 0])],
    );
    // Phi^T Phi is diagonal: 9 + 25 + 4 and 1 + 4.
    expect(health.effectiveRank).toBeCloseTo(effectiveRank([Math.sqrt(38), Math.sqrt(5)]), 5);
    expect(health.srank).toBe(2);
  });

  it('several batches say what one says, the gradient of the loss included', async () => {
    const model = sequential(
      [dense(40), activation('relu'), dense(20), batchNorm(), activation('tanh'), dense(1)],
      {
        inputShape: [2],
      },
    );
    const engine = await createEngine(engineName);
    const state = createModelState(engine, model);
    state.parameters.write(normals(model.parameterCount));
    const probe = { x: Float32Array.from(normals(24)), y: Float32Array.from(normals(12)) };
    const results = await Promise.all(
      [12, 3].map(async (batchSize) => {
        const inspector = await compileInspector(engine, {
          model,
          state,
          batchSize,
          inputs: { x: [2], y: [1] },
          loss: ({ predict, x, y }) => meanSquaredError(predict(x), y),
        });
        return inspector.inspect(probe);
      }),
    );
    const [whole = [], parts = []] = results;
    expectClose(numbersOf(parts), numbersOf(whole));
    expect(whole.map(({ layer, activation: spec, health }) => [layer, spec, health.units])).toEqual([
      ['1.relu', 'relu', 40],
      ['4.tanh', 'tanh', 20],
    ]);
    expect(whole[0]?.health.deadShare).toBeGreaterThan(0);
    expect(whole[0]?.health.gradientNorm).toBeGreaterThan(0);
  });

  it('the gradient is that of the loss with respect to the pre-activations', async () => {
    // h = relu(z), z = (x, -x, 0.001 x); loss = mean over the batch of (h . (2, 3, 5) - y)^2.
    const model = sequential([dense(3, { bias: false }), activation('relu'), dense(1, { bias: false })], {
      inputShape: [1],
    });
    const engine = await createEngine(engineName);
    const state = createModelState(engine, model);
    state.parameters.write([1, -1, 0, 2, 3, 5]);
    const inspector = await compileInspector(engine, {
      model,
      state,
      batchSize: 2,
      inputs: { x: [1], y: [1] },
      loss: ({ predict, x, y }) => ({ loss: meanSquaredError(predict(x), y) }),
    });
    // Outputs 2 and 4, errors 1 and 2, upstream gradients (2 / 2) * error: dLoss/dz = (2, 0, 0) and (4, 0, 0).
    const [layer] = await inspector.inspect({ x: Float32Array.of(1, 2), y: Float32Array.of(1, 2) });
    expectClose([...(layer?.perUnit.gradientNorm ?? [])], [Math.sqrt(20), 0, 0]);
    expect(layer?.health.gradientNorm).toBeCloseTo(Math.sqrt(20), 5);
    expect(layer?.health.weakGradientShare).toBeCloseTo(2 / 3, 10);
  });

  it('refuses a loss that does not use the model, and a probe that does not fit', async () => {
    const model = sequential([dense(1), activation('linear')], { inputShape: [1] });
    const engine = await createEngine(engineName);
    const state = createModelState(engine, model);
    const description = { model, state, batchSize: 2, inputs: { x: [1], y: [1] } };
    await expect(
      compileInspector(engine, { ...description, loss: ({ x, y }) => meanSquaredError(x, y) }),
    ).rejects.toThrow(new RangeError('compileInspector: the loss never calls predict'));
    const inspector = await compileInspector(engine, {
      ...description,
      loss: ({ predict, x, y }) => meanSquaredError(predict(x), y),
    });
    const [four, two] = [new Float32Array(4), new Float32Array(2)];
    await expect(inspector.inspect({ x: four, y: two })).rejects.toThrow(
      new RangeError('inspect: the inputs of the probe must make the same number of batches, got x 2, y 1'),
    );
    await expect(inspector.inspect({ x: four, y: new Float32Array(3) })).rejects.toThrow(
      new RangeError('inspect: "y" of the probe must hold a multiple of 2 numbers, got 3'),
    );
  });

  it('reads the copies of the trainer', async () => {
    const model = sequential([dense(4), activation('relu'), dense(1)], { inputShape: [1] });
    const engine = await createEngine(engineName);
    const description: LossDescription<'x', 'target'> = {
      model,
      batchSize: 2,
      inputs: { x: [1] },
      loss: ({ predict, target, x }) => meanSquaredError(predict(x), target(x)),
    };
    const { state, copies } = await compileTrainer(engine, {
      ...description,
      copies: { target: 'frozen' },
      optimizer: sgd({ learningRate: 0.1 }),
    });
    const inspector = await compileInspector(engine, { ...description, state, copies });
    const x = Float32Array.of(1, -1);
    expect((await inspector.inspect({ x }))[0]?.health.gradientNorm).toBe(0);
    state.parameters.write(normals(model.parameterCount));
    expect((await inspector.inspect({ x }))[0]?.health.gradientNorm).toBeGreaterThan(0);
  });
});

async function inspectOnce(
  engineName: (typeof ENGINES)[number],
  model: Model,
  { parameters, probe }: { parameters: readonly number[]; probe: readonly number[] },
): Promise<LayerInspection> {
  const engine = await createEngine(engineName);
  const state = createModelState(engine, model);
  state.parameters.write(parameters);
  const [layer] = await inspect(engine, { model, state }, Float32Array.from(probe));
  return layer as LayerInspection;
}

describe('the rank of features', () => {
  it('has the values worked out for the singular values 10, 5, 1, 0.05', () => {
    expect(srank([10, 5, 1, 0.05])).toBe(3);
    expect(effectiveRank([10, 5, 1, 0.05])).toBeCloseTo(2.337, 3);
  });

  it('is the number of equal singular values, and 0 for nothing', () => {
    expect(effectiveRank([2, 2, 2, 2])).toBeCloseTo(4, 12);
    expect(srank([2, 2, 2, 2])).toBe(4);
    expect([effectiveRank([0, 0]), srank([0, 0])]).toEqual([0, 0]);
  });

  it('is not a number for features that are none', () => {
    const sigmas = singularValues([[1, Number.NaN, 2, 3]], 2);
    expect([effectiveRank(sigmas), srank(sigmas)]).toEqual([Number.NaN, Number.NaN]);
  });

  it('comes from the singular values of the feature matrix, whatever its blocks', () => {
    // Orthogonal columns of lengths 5, 3 and 0.
    const rows = [
      [3, 0, 0],
      [0, 3, 0],
      [4, 0, 0],
    ];
    expectClose([...singularValues([rows.flat()], 3)], [5, 3, 0]);
    expectClose([...singularValues(rows, 3)], [5, 3, 0]);
    // A matrix of rank one in single precision leaves nothing that counts besides.
    const line = Float32Array.from(normals(64 * 32));
    const rankOne = Array.from({ length: 64 }, (_, row) =>
      line.subarray(0, 32).map((x) => Math.fround(x * (line[row + 32] ?? 0))),
    );
    expect(effectiveRank(singularValues(rankOne, 32))).toBeLessThan(1.001);
  });
});

it('an inspection prints as a table', async () => {
  const model = sequential([dense(2), activation('prelu'), dense(4), activation('tanh')], {
    inputShape: [1],
  });
  const engine = await createEngine('reference');
  const state = createModelState(engine, model);
  state.parameters.write([1, -1, 0, 0, 0.25, 0.5, 1, 0, 0, 1, 0, 0, 8, 8, 0, 0, 0, 0]);
  expect(
    printInspection(await inspect(engine, { model, state }, Float32Array.of(1, 2))),
  ).toMatchInlineSnapshot(`
    "layer    activation  units  positive    dead  dormant  saturated   mean  variance  rank  srank  gradient  weak       slopes
    1.prelu  prelu:0.25      2    50.0 %  50.0 %    0.0 %          -  0.375      1.42     1      1         -     -  0.25 to 0.5
    3.tanh   tanh            4    50.0 %  50.0 %   25.0 %     25.0 %  0.313      0.44  1.33      2         -     -            -"
  `);
});
