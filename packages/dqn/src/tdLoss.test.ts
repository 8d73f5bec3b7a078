import { compileTrainer, createEngine, dense, sequential, sgd } from '@rectify/nn';
import { describe, expect, it } from 'vitest';
import { tdLoss } from './tdLoss.js';

/** Two actions whose values are the two elements of the observation; the target network sees them doubled. */
async function lossOf(
  discounts: readonly number[],
  { double = false, prioritized = false }: { double?: boolean; prioritized?: boolean } = {},
) {
  const model = sequential([dense(2, { bias: false })], { inputShape: [2] });
  const trainer = await compileTrainer(await createEngine('reference'), {
    model,
    optimizer: sgd({ learningRate: 0 }),
    batchSize: 2,
    inputs: {
      observations: [2],
      actions: { shape: [], type: 'int32' },
      rewards: [],
      nextObservations: [2],
      discounts: [],
      weights: [],
    },
    vectors: ['values', 'tdErrors'],
    copies: { target: 'frozen' },
    loss: (site) => tdLoss(site, { double, prioritized, huberDelta: 1 }),
  });
  trainer.state.parameters.write([0, 2, 2, 0]);
  trainer.copyParameters('target');
  trainer.state.parameters.write([1, 0, 0, 1]);
  const { loss } = await trainer.step({
    observations: Float64Array.of(1, 5, 2, 0),
    actions: Int32Array.of(0, 1),
    rewards: Float64Array.of(0.25, 0.5),
    nextObservations: Float64Array.of(3, 1, 0, 4),
    discounts: Float64Array.from(discounts),
    weights: Float64Array.of(0.5, 2),
  });
  const { values = [], tdErrors = [] } = trainer.vectors;
  return { loss, values: [...values], tdErrors: [...tdErrors] };
}

describe('tdLoss', () => {
  it('is the Huber loss against the target alone where nothing is bootstrapped', async () => {
    // Values 1 and 0, targets 0.25 and 0.5: errors 0.75 and -0.5.
    const { loss, values, tdErrors } = await lossOf([0, 0]);
    expect(loss).toBeCloseTo((0.75 ** 2 / 2 + 0.5 ** 2 / 2) / 2, 12);
    expect(values).toEqual([1, 0]);
    expect(tdErrors).toEqual([-0.75, 0.5]);
  });

  it('bootstraps with the best value of the target network', async () => {
    // The target network swaps and doubles: its best next values are 6 and 8. Targets 0.25 + 0.5 * 6 and 0.5 + 0.25 * 8.
    const { loss } = await lossOf([0.5, 0.25]);
    expect(loss).toBeCloseTo((2.25 - 0.5 + (2.5 - 0.5)) / 2, 12);
  });

  it('values the action that the online network would take, with double Q', async () => {
    // The online network prefers actions 0 and 1, which the target network values at 2 and 0.
    const { loss } = await lossOf([0.5, 0.25], { double: true });
    expect(loss).toBeCloseTo((0.25 ** 2 / 2 + 0.5 ** 2 / 2) / 2, 12);
  });

  it('weighs the losses of prioritised transitions', async () => {
    const { loss } = await lossOf([0, 0], { prioritized: true });
    expect(loss).toBeCloseTo((0.5 * (0.75 ** 2 / 2) + 2 * (0.5 ** 2 / 2)) / 2, 12);
  });
});
