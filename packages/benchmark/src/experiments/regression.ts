// Claim C36: regression of a smooth signed function.
import { arms } from '../claims/arms.js';
import { crossed, type Experiment, numberOf, wordOf } from './experiment.js';
import { SmallNetwork } from './network.js';
import { smoothFunction } from './points.js';

/** Two hidden layers of 32 units, 512 examples to learn from. */
export const regression: Experiment = {
  name: 'regression',
  question: { english: 'Does a slope help regression?', chinese: '负斜率对回归有帮助吗？' },
  cells: crossed({
    dimensions: [1, 8],
    activation: Object.values(arms).map(({ activation }) => activation),
  }),
  seeds: { quick: 10, full: 20 },
  run: async (factors, seed) => {
    const network = await SmallNetwork.create({
      activation: wordOf(factors, 'activation'),
      depth: 2,
      width: 32,
      learningRate: 3e-3,
      task: smoothFunction(numberOf(factors, 'dimensions')),
      seed,
    });
    await network.train(1500, network.drawTrainingSet(512));
    const error = await network.score();
    await network.dispose();
    return { error };
  },
};
