import { compilePredictor, createEngine, createModelState, summarize } from '@rectify/nn';
import { describe, expect, it } from 'vitest';
import { type QNetworkOptions, qNetwork } from './qNetwork.js';

const options = {
  observationShape: [2],
  observationScale: [1, 2],
  hiddenUnits: [8, 4],
  activation: 'prelu',
  actionCount: 3,
  seed: 2,
};

describe('qNetwork', () => {
  it('has hidden layers with the activation and a linear head', () => {
    expect(summarize(qNetwork(options)).split('\n')).toMatchInlineSnapshot(`
      [
        "input [2], output [3], activations: prelu:0.25",
        "1.dense.weight  [8, 2]  16",
        "1.dense.bias    [8]  8",
        "2.prelu.slope   [8]  8",
        "3.dense.weight  [4, 8]  32",
        "3.dense.bias    [4]  4",
        "4.prelu.slope   [4]  4",
        "5.dense.weight  [3, 4]  12",
        "5.dense.bias    [3]  3",
        "total           87 parameters",
      ]
    `);
  });

  it('scales the observation inside, and starts near 0', async () => {
    const engine = await createEngine('reference');
    const values = async (observationScale: readonly number[], x: readonly number[]) => {
      const model = qNetwork({ ...options, observationScale });
      const predictor = await compilePredictor(engine, {
        model,
        state: createModelState(engine, model),
        batchSize: 1,
      });
      return [...(await predictor.predict(Float64Array.from(x)))];
    };
    const scaled = await values([1, 2], [0.5, -0.25]);
    expect(scaled).toEqual(await values([1, 1], [0.5, -0.5]));
    expect(Math.max(...scaled.map(Math.abs))).toBeLessThan(0.3);
  });

  it('starts two activations from the same draws: scaled by their own gains, by one, or by a factor', async () => {
    const engine = await createEngine('reference');
    const weights = (change: Partial<QNetworkOptions>): number[] => {
      const model = qNetwork({ ...options, ...change });
      const flat = createModelState(engine, model).parameters.read();
      return model.parameters
        .filter(({ name }) => name.endsWith('weight'))
        .flatMap(({ offset, shape: [rows = 0, columns = 0] }) => [
          ...flat.subarray(offset, offset + rows * columns),
        ]);
    };
    const [relu, leaky] = [{ activation: 'relu' }, { activation: 'leaky_relu:0.5' }];
    const hidden = 8 * 2 + 4 * 8;
    const ratio = (index: number, some: number[], others: number[]): number =>
      (some[index] as number) / (others[index] as number);
    for (let index = 0; index < hidden; index++) {
      expect(ratio(index, weights(leaky), weights(relu))).toBeCloseTo(Math.sqrt(1 / 1.25), 5);
      expect(ratio(index, weights({ ...relu, initialScale: 3 }), weights(relu))).toBeCloseTo(3, 5);
    }
    expect(weights({ ...leaky, commonGain: true })).toEqual(weights(relu));
    expect(weights({ ...relu, initialScale: 3 }).slice(hidden)).toEqual(weights(relu).slice(hidden));
  });

  it('gives value and advantages a hidden layer of their own, with a duelling head', () => {
    expect(
      summarize(qNetwork({ ...options, activation: 'relu', dueling: true })).split('\n'),
    ).toMatchInlineSnapshot(`
      [
        "input [2], output [3], activations: relu",
        "1.dense.weight                      [8, 2]  16",
        "1.dense.bias                        [8]  8",
        "3.dueling.value.0.dense.weight      [4, 8]  32",
        "3.dueling.value.0.dense.bias        [4]  4",
        "3.dueling.value.2.dense.weight      [1, 4]  4",
        "3.dueling.value.2.dense.bias        [1]  1",
        "3.dueling.advantage.0.dense.weight  [4, 8]  32",
        "3.dueling.advantage.0.dense.bias    [4]  4",
        "3.dueling.advantage.2.dense.weight  [3, 4]  12",
        "3.dueling.advantage.2.dense.bias    [3]  3",
        "total                               116 parameters",
      ]
    `);
  });

  it('has a noisy layer for each dense one', () => {
    const noisy = qNetwork({ ...options, dueling: true, noisy: true });
    const kinds = noisy.parameters.flatMap(
      ({ name }) => /\.(dense|noisyDense)\.weight$/.exec(name)?.[1] ?? [],
    );
    expect(kinds).toEqual(new Array(5).fill('noisyDense'));
    const slopes = 8 + 4 + 4;
    const plain = qNetwork({ ...options, dueling: true });
    expect(noisy.parameterCount - slopes).toBe(2 * (plain.parameterCount - slopes));
  });

  it('takes actions apart by their advantages only, with a duelling head', async () => {
    const engine = await createEngine('reference');
    const model = qNetwork({ ...options, activation: 'linear', hiddenUnits: [], dueling: true });
    const state = createModelState(engine, model);
    // Features x, V = x_0 + 10, A = (x_0, x_1, 0): mean advantage (x_0 + x_1) / 3.
    const tensors = {
      'weights of V': [1, 0],
      'bias of V': [10],
      'weights of A': [1, 0, 0, 0.5, 0, 0],
      'bias of A': [0, 0, 0],
    };
    state.parameters.write(Object.values(tensors).flat());
    const predictor = await compilePredictor(engine, { model, state, batchSize: 1 });
    // The observation (1, 2) is scaled to (1, 4); the second advantage is 0.5 * 4.
    expect([...(await predictor.predict(Float64Array.of(1, 2)))]).toEqual([11 + 1 - 1, 11 + 2 - 1, 11 - 1]);
  });

  it('looks at pixels with convolutions', () => {
    const pixels = { ...options, observationShape: [4, 10, 10], observationScale: [1], activation: 'relu' };
    const model = qNetwork({ ...pixels, convolutionFilters: [16], hiddenUnits: [128] });
    expect(summarize(model).split('\n')).toMatchInlineSnapshot(`
      [
        "input [4, 10, 10], output [3], activations: relu",
        "1.conv2d.weight  [16, 4, 3, 3]  576",
        "1.conv2d.bias    [16]  16",
        "4.dense.weight   [128, 1024]  131072",
        "4.dense.bias     [128]  128",
        "6.dense.weight   [3, 128]  384",
        "6.dense.bias     [3]  3",
        "total            132179 parameters",
      ]
    `);
  });

  it.each([
    [
      { convolutionFilters: [8] },
      'convolutionFilters needs observations [C, H, W], and these have shape [2]',
    ],
    [{ observationScale: [1, 1, 1] }, 'observationScale must have 1 or 2 numbers, got 3'],
  ])('refuses %j', (given, message) => {
    expect(() => qNetwork({ ...options, ...given })).toThrow(message);
  });
});
