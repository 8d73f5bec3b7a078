// Claim C24: which depths still learn.
import { arms } from '../claims/arms.js';
import { crossed, type Experiment, numberOf, wordOf } from './experiment.js';
import { SmallNetwork } from './network.js';
import { spirals } from './points.js';

/** Half of the way from guessing one of three classes to knowing. */
const learnedAccuracy = 2 / 3;

/** Plain networks of 4 to 50 layers without normalisation or shortcuts. */
export const deepTraining: Experiment = {
  name: 'deep-training',
  question: { english: 'Which depths still learn?', chinese: '多深的网络仍能学习？' },
  cells: crossed({
    depth: [4, 10, 20, 50],
    width: [8, 32],
    activation: [arms.relu, arms.leaky, arms.leaky10, arms.prelu, arms.elu].map(
      ({ activation }) => activation,
    ),
  }),
  seeds: { quick: 5, full: 20 },
  run: async (factors, seed) => {
    const network = await SmallNetwork.create({
      activation: wordOf(factors, 'activation'),
      depth: numberOf(factors, 'depth'),
      width: numberOf(factors, 'width'),
      task: spirals(),
      seed,
    });
    await network.train(1000);
    const accuracy = await network.score();
    await network.dispose();
    return { accuracy, learned: accuracy >= learnedAccuracy ? 1 : 0 };
  },
};
