// A population trains each member as if it were alone.
import { assertAllClose } from '@rectify/golden';
import { describe, expect, it } from 'vitest';
import {
  activation,
  adam,
  batchNorm,
  compilePopulation,
  compilePredictor,
  compileTrainer,
  conv2d,
  createEngine,
  dense,
  flatten,
  type Layer,
  type Model,
  meanSquaredError,
  randomStream,
  readSafetensors,
  restoreTrainer,
  type StepOptions,
  sequential,
  trainerTensors,
  writeSafetensors,
} from '../src/index.js';

const batchSize = 8;
const engine = await createEngine('reference');

type Step = Omit<StepOptions<'x' | 'y', 'target' | 'average'>, 'model'>;

function stepOf(model: Model): Step {
  return {
    optimizer: adam({ learningRate: 1e-2 }),
    batchSize,
    inputs: { x: model.inputShape, y: [1] },
    copies: { target: 'frozen', average: 0.1 },
    loss: ({ predict, x, y }) => meanSquaredError(predict(x), y),
  };
}

const engines = [
  ['reference', { rtol: 1e-9, atol: 1e-10 }],
  ['onnx', { rtol: 1e-3, atol: 1e-5 }],
  ['tensorflow', { rtol: 1e-3, atol: 1e-5 }],
] as const;

const networks: Readonly<
  Record<string, { readonly layers: readonly Layer[]; readonly inputShape: number[] }>
> = {
  dense: { layers: [dense(6), activation('prelu'), dense(1)], inputShape: [3] },
  convolutional: {
    layers: [conv2d(3, { bias: false }), batchNorm(), activation('leaky_relu'), flatten(), dense(1)],
    inputShape: [2, 4, 4],
  },
};

/** A batch of one member at one step. */
function batchOf(model: Model, step: number) {
  const random = randomStream(model.seed).split(`step ${step}`);
  const size = batchSize * model.inputShape.reduce((a, b) => a * b, 1);
  const normals = (length: number) => Float32Array.from({ length }, () => random.normal());
  return { x: normals(size), y: normals(batchSize) };
}

describe.each(engines)('on the %s engine', (engineName, tolerance) => {
  it.each(Object.entries(networks))(
    'trains %s networks as they train alone',
    async (_, { layers, inputShape }) => {
      const engine = await createEngine(engineName, engineName === 'tensorflow' ? { backend: 'cpu' } : {});
      const models = [4, 5, 6].map((seed) => sequential([...layers], { inputShape, seed }));
      const step = stepOf(models[0] as Model);
      const population = await compilePopulation(engine, { ...step, models });
      const alone = await Promise.all(models.map((model) => compileTrainer(engine, { ...step, model })));
      for (let index = 0; index < 5; index++) {
        const run = (trainers: typeof alone) =>
          Promise.all(trainers.map((trainer) => trainer.step(batchOf(trainer.model, index))));
        const [together, separate] = [await run(population), await run(alone)];
        assertAllClose(
          together.map(({ loss }) => loss),
          separate.map(({ loss }) => loss),
          { tolerance, what: `losses at step ${index}` },
        );
        if (index === 2) for (const trainer of [population[1], alone[1]]) trainer?.copyParameters('target');
      }
      for (const [member, trainer] of alone.entries()) {
        const twin = population[member] as typeof trainer;
        expect(Object.keys(twin.variables).toSorted()).toEqual(Object.keys(trainer.variables).toSorted());
        for (const [name, variable] of Object.entries({ ...trainer.state, ...trainer.variables })) {
          const own = { ...twin.state, ...twin.variables }[name];
          assertAllClose(Array.from(own?.read() ?? []), Array.from(variable.read()), {
            tolerance,
            what: `${name} of member ${member}`,
          });
        }
      }
    },
  );
});

describe('compilePopulation', () => {
  it('runs the example', async () => {
    const x = new Float32Array(128).fill(0.5);
    const y = new Float32Array(64).fill(1);
    const members = await compilePopulation(engine, {
      models: [1, 2, 3].map((seed) => sequential([dense(8), dense(1)], { inputShape: [2], seed })),
      optimizer: adam(),
      batchSize: 64,
      inputs: { x: [2], y: [1] },
      loss: ({ predict, x, y }) => meanSquaredError(predict(x), y),
    });
    const metrics = await Promise.all(members.map((member) => member.step({ x, y })));
    expect(new Set(metrics.map(({ loss }) => loss)).size).toBe(3);
  });

  it('goes on without a member that left, and serves predictors and checkpoints of one', async () => {
    const { layers, inputShape } = networks.dense as (typeof networks)[string];
    const models = [1, 2].map((seed) => sequential([...layers], { inputShape, seed }));
    const onnx = await createEngine('onnx');
    const step = stepOf(models[0] as Model);
    const [first, second] = await compilePopulation(onnx, { ...step, models });
    if (!first || !second) throw new Error('two members were asked for');
    const waiting = first.step(batchOf(first.model, 0));
    await second.dispose();
    const { loss } = await waiting;
    await first.step(batchOf(first.model, 1));

    const single = await compileTrainer(onnx, { ...step, model: first.model });
    expect((await single.step(batchOf(single.model, 0))).loss).toBeCloseTo(loss, 5);
    restoreTrainer(first, readSafetensors(writeSafetensors(trainerTensors(single))));
    expect(first.updates).toBe(1);
    expect(first.state.parameters.read()).toEqual(single.state.parameters.read());
    expect(second.state.parameters.read()).not.toEqual(first.state.parameters.read());
    const x = Float32Array.of(0.1, -0.2, 0.3);
    const predictions = [first, single].map(async ({ model, state }) =>
      (await compilePredictor(onnx, { model, state, batchSize: 1 })).predict(x),
    );
    expect(await predictions[0]).toEqual(await predictions[1]);
    await first.dispose();
  });

  it('refuses feeds of another size without holding the others up', async () => {
    const { layers, inputShape } = networks.dense as (typeof networks)[string];
    const models = [1, 2].map((seed) => sequential([...layers], { inputShape, seed }));
    const [first, second] = await compilePopulation(engine, { ...stepOf(models[0] as Model), models });
    await expect(first?.step({ x: new Float32Array(1), y: new Float32Array(batchSize) })).rejects.toThrow(
      'input "x" must have',
    );
    const both = [first, second].map((member) => member?.step(batchOf(member.model, 0)));
    expect((await Promise.all(both)).every((metrics) => Number.isFinite(metrics?.loss))).toBe(true);
  });

  it('refuses models that differ in more than their seed', async () => {
    const models = [3, 4].map((units) => sequential([dense(units), dense(1)], { inputShape: [2] }));
    await expect(compilePopulation(engine, { ...stepOf(models[0] as Model), models })).rejects.toThrow(
      'model 1 must differ from model 0 in its seed only',
    );
    await expect(compilePopulation(engine, { ...stepOf(models[0] as Model), models: [] })).rejects.toThrow(
      'at least one',
    );
  });
});
