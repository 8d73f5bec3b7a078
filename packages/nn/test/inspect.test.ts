// Inspections of networks whose weights are set by hand.
import { describe, expect, it } from 'vitest';
import {
  activation,
  compileInspector,
  conv2d,
  createEngine,
  createModelState,
  dense,
  ENGINES,
  type EngineName,
  learnedSlopes,
  type Model,
  sequential,
} from '../src/index.js';

/** What the inspector says about the layers of a model with these parameters. */
async function healthOf(
  engineName: EngineName,
  model: Model,
  { parameters, probe, batchSize = 1 }: { parameters: number[]; probe: number[]; batchSize?: number },
) {
  const engine = await createEngine(engineName);
  const state = createModelState(engine, model);
  state.parameters.write(parameters);
  const inspector = await compileInspector(engine, { model, state, batchSize });
  const layers = await inspector.inspect(Float32Array.from(probe));
  await inspector.dispose();
  return layers.map(({ health }) => health);
}

describe.each(ENGINES)('inspection on the %s engine', (engineName) => {
  it('counts units that are positive for no input as dead', async () => {
    const model = sequential([dense(4), activation('relu')], { inputShape: [1] });
    // Pre-activations x, -x, -|..| by bias alone, and exactly 0.
    const parameters = [1, -1, 0, 0, 0, 0, -3, 0];
    const alive = await healthOf(engineName, model, { parameters, probe: [2, -1] });
    expect(alive).toMatchObject([{ layer: '1.relu', units: 4, deadShare: 0.5, dormantShare: 0.5 }]);
    const oneSided = await healthOf(engineName, model, { parameters, probe: [2, 1] });
    expect(oneSided).toMatchObject([{ layer: '1.relu', units: 4, deadShare: 0.75, dormantShare: 0.75 }]);
  });

  it('counts each half of crelu as units of their own', async () => {
    const model = sequential([dense(2), activation('crelu'), dense(1)], { inputShape: [1] });
    // Pre-activations x and 3, so that -3 is dead; the weights behind are not looked at.
    const parameters = [1, 0, 0, 3, 0, 0, 0, 0, 0];
    const health = await healthOf(engineName, model, { parameters, probe: [2, -1] });
    expect(health).toMatchObject([{ layer: '1.crelu', units: 4, deadShare: 0.25, dormantShare: 0.25 }]);
  });

  it('counts a unit with at most 0.025 of the mean activity as dormant', async () => {
    // Activities 1, 1, 0.02, 0: scores 1.98, 1.98, 0.0396, 0.
    const model = sequential([dense(4), activation('relu')], { inputShape: [1] });
    const health = await healthOf(engineName, model, {
      parameters: [1, 1, 0.02, 0, 0, 0, 0, 0],
      probe: [0.5, 1.5],
      batchSize: 2,
    });
    expect(health).toMatchObject([{ layer: '1.relu', units: 4, deadShare: 0.25, dormantShare: 0.25 }]);
  });

  it('a negative unit is dead, and dormant only if its slope is small', async () => {
    const health = async (slope: number) => {
      const model = sequential([dense(2), activation(`leaky_relu:${slope}`)], { inputShape: [1] });
      const [layer] = await healthOf(engineName, model, { parameters: [1, -1, 0, 0], probe: [1] });
      return [layer?.deadShare, layer?.dormantShare];
    };
    expect(await health(0.01)).toEqual([0.5, 0.5]);
    expect(await health(0.1)).toEqual([0.5, 0]);
  });

  it('a silent layer is dormant altogether', async () => {
    const model = sequential([dense(2), activation('relu')], { inputShape: [1] });
    const [layer] = await healthOf(engineName, model, { parameters: [-1, -2, 0, 0], probe: [1] });
    expect(layer).toMatchObject({ deadShare: 1, dormantShare: 1 });
  });

  it('counts the channels of maps, over all positions', async () => {
    const model = sequential([conv2d(2, { kernel: 1 }), activation('relu')], {
      inputShape: [1, 2, 2],
    });
    const [first, ...rest] = await healthOf(engineName, model, {
      parameters: [1, -1, 0, -4],
      probe: [-1, -2, -3, 5],
    });
    expect(first).toMatchObject({ layer: '1.relu', units: 2, deadShare: 0.5, dormantShare: 0.5 });
    expect(rest).toEqual([]);
  });

  it('a model without activations has nothing to inspect', async () => {
    const model = sequential([dense(1)], { inputShape: [1] });
    expect(await healthOf(engineName, model, { parameters: [1, 0], probe: [1] })).toEqual([]);
  });

  it.each([[[]], [[1, 2, 3]]])('refuses a probe of %j', async (probe) => {
    const model = sequential([dense(1), activation('relu')], { inputShape: [1] });
    const refused = healthOf(engineName, model, { parameters: [1, 0], probe, batchSize: 2 });
    await expect(refused).rejects.toThrow(
      new RangeError(`inspect: the probe must hold a multiple of 2 numbers, got ${probe.length}`),
    );
  });

  it('refuses a batch size that is none', async () => {
    const model = sequential([dense(1), activation('relu')], { inputShape: [1] });
    const options = { parameters: [1, 0], probe: [1], batchSize: 0 };
    await expect(healthOf(engineName, model, options)).rejects.toThrow(
      new RangeError('compileInspector: batchSize must be an integer from 1 up, got 0'),
    );
  });

  it('learned slopes are summarised by layer', async () => {
    const model = sequential(
      [dense(2), activation('prelu'), activation('relu'), activation('prelu:0.5,shared')],
      { inputShape: [1] },
    );
    const state = createModelState(await createEngine(engineName), model);
    state.parameters.write([9, 9, 9, 9, -0.25, 0.75, 0.5]);
    expect(learnedSlopes(model, state)).toEqual([
      { layer: '1.prelu', slopes: [-0.25, 0.75], mean: 0.25, min: -0.25, max: 0.75 },
      { layer: '3.prelu', slopes: [0.5], mean: 0.5, min: 0.5, max: 0.5 },
    ]);
    const relu = sequential([dense(2), activation('relu')], { inputShape: [1] });
    expect(learnedSlopes(relu, createModelState(await createEngine(engineName), relu))).toEqual([]);
  });
});
