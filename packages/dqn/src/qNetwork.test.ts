import { compilePredictor, createEngine, createModelState, summarize } from '@rectify/nn';
import { describe, expect, it } from 'vitest';
import { qNetwork } from './qNetwork.js';

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
});
