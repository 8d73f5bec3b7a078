// Histograms of pre-activations in networks whose weights are set by hand.
import { describe, expect, it } from 'vitest';
import {
  activation,
  conv2d,
  createEngine,
  createModelState,
  dense,
  ENGINES,
  type EngineName,
  HISTOGRAM_BINS,
  HISTOGRAM_REACH,
  type Model,
  preActivationHistograms,
  sequential,
} from '../src/index.js';

const zero = HISTOGRAM_BINS / 2;
const binsPerUnit = HISTOGRAM_BINS / (2 * HISTOGRAM_REACH);

async function histogramsOf(
  engineName: EngineName,
  model: Model,
  { parameters, probe, batchSize = 1 }: { parameters: number[]; probe: number[]; batchSize?: number },
) {
  const engine = await createEngine(engineName);
  const state = createModelState(engine, model);
  state.parameters.write(parameters);
  return preActivationHistograms(engine, { model, state, batchSize }, Float32Array.from(probe));
}

/** Share of each bin that holds any, by its place. */
function filled(shares: Float64Array | undefined): Record<number, number> {
  return Object.fromEntries([...(shares ?? [])].flatMap((share, bin) => (share > 0 ? [[bin, share]] : [])));
}

describe.each(ENGINES)('histograms on the %s engine', (engineName) => {
  it('are in units of the root mean square, with 0 on the negative side', async () => {
    const model = sequential([dense(2), activation('relu')], { inputShape: [1] });
    // Pre-activations 2x and 0.
    const parameters = [2, 0, 0, 0];
    const [layer] = await histogramsOf(engineName, model, { parameters, probe: [1, -1] });
    expect(layer).toMatchObject({ layer: '1.relu', activation: 'relu' });
    expect(layer?.rootMeanSquare).toBeCloseTo(Math.sqrt(2), 6);
    // 2 is the root of 2 of these units.
    const out = Math.ceil(Math.SQRT2 * binsPerUnit);
    expect(filled(layer?.shares)).toEqual({
      [zero - out]: 0.25,
      [zero - 1]: 0.5,
      [zero + out - 1]: 0.25,
    });
  });

  it('count what lies far out at the ends', async () => {
    const model = sequential([dense(1), activation('tanh')], { inputShape: [1] });
    const probe = Array.from({ length: 100 }, (_, index) =>
      index === 0 ? 1000 : index === 1 ? -1000 : 1e-3,
    );
    const [layer] = await histogramsOf(engineName, model, { parameters: [1, 0], probe, batchSize: 50 });
    expect(filled(layer?.shares)).toEqual({ 0: 0.01, [zero]: 0.98, [HISTOGRAM_BINS - 1]: 0.01 });
  });

  it('are the same whatever the batches, over all positions of maps', async () => {
    const model = sequential([conv2d(1, { kernel: 1 }), activation('leaky_relu:0.1')], {
      inputShape: [1, 1, 2],
    });
    const options = { parameters: [1, 0.5], probe: [-1, 2, -3, 4] };
    const [whole] = await histogramsOf(engineName, model, { ...options, batchSize: 2 });
    const [single] = await histogramsOf(engineName, model, options);
    expect(single).toEqual(whole);
    expect(whole?.shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it('of a silent layer lie at 0, and a network without activations has none', async () => {
    const silent = sequential([dense(1), activation('relu')], { inputShape: [1] });
    const [layer] = await histogramsOf(engineName, silent, { parameters: [0, 0], probe: [1] });
    expect(layer?.rootMeanSquare).toBe(0);
    expect(filled(layer?.shares)).toEqual({ [zero - 1]: 1 });
    const linear = sequential([dense(1)], { inputShape: [1] });
    expect(await histogramsOf(engineName, linear, { parameters: [1, 0], probe: [1] })).toEqual([]);
  });

  it('refuse a probe that is no multiple of the batch', async () => {
    const model = sequential([dense(1), activation('relu')], { inputShape: [2] });
    const options = { parameters: [1, 1, 0], batchSize: 2 };
    await expect(histogramsOf(engineName, model, { ...options, probe: [1, 2] })).rejects.toThrow(
      /a multiple of 4 numbers, got 2/,
    );
    await expect(histogramsOf(engineName, model, { ...options, probe: [] })).rejects.toThrow(/got 0/);
  });
});
