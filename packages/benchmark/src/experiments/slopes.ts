// Claims C44 to C48: the slope, on a training set that is small enough to be learned by heart.
import { sweptSlopes } from '../claims/ledger/slope.js';
import { type Experiment, wordOf } from './experiment.js';
import { SmallNetwork } from './network.js';
import { spirals } from './points.js';

const examples = 256;

/** Two hidden layers of 64 units on 256 examples, a tenth of them with random classes. */
export const slopes: Experiment = {
  name: 'slopes',
  question: { english: 'Which slope?', chinese: '斜率取多少？' },
  cells: sweptSlopes.map((slope) => ({ activation: `leaky_relu:${slope}` })),
  seeds: { quick: 10, full: 40 },
  run: async (factors, seed) => {
    const network = await SmallNetwork.create({
      activation: wordOf(factors, 'activation'),
      depth: 2,
      width: 64,
      task: spirals({ labelNoise: 0.1 }),
      seed,
    });
    const set = network.drawTrainingSet(examples);
    await network.train(3000, set);
    const accuracy = await network.score();
    const trainingAccuracy = await network.score(set);
    await network.dispose();
    return { accuracy, trainingAccuracy, generalizationGap: trainingAccuracy - accuracy };
  },
};
