// Claims C25 and C26: the mean of a layer's outputs, and the same network with that mean taken away.
import { type Layer, reduceMean, sub } from '@rectify/nn';
import { arms } from '../claims/arms.js';
import { mean } from '../statistics/mean.js';
import { crossed, type Experiment, wordOf } from './experiment.js';
import { SmallNetwork } from './network.js';
import { smoothFunction } from './points.js';

/** Takes away the mean over the examples at hand, unit by unit. */
const centred: Layer = {
  kind: 'centred',
  apply: (input) => sub(input, reduceMean(input, { axes: [0], keepDims: true })),
};

/** Four hidden layers of 32 units on an eight-dimensional regression. */
export const centring: Experiment = {
  name: 'centring',
  question: {
    english: 'Are a rectifier’s outputs off centre, and does that hurt?',
    chinese: '整流函数的输出偏离 0 吗？有害吗？',
  },
  cells: crossed({
    centring: ['off', 'on'],
    activation: [arms.relu, arms.leaky, arms.leaky10, arms.prelu, arms.elu].map(
      ({ activation }) => activation,
    ),
  }),
  seeds: { quick: 10, full: 20 },
  run: async (factors, seed) => {
    const network = await SmallNetwork.create({
      activation: wordOf(factors, 'activation'),
      depth: 4,
      width: 32,
      task: smoothFunction(8),
      seed,
      ...(factors.centring === 'on' ? { afterActivation: () => [centred] } : {}),
    });
    await network.train(1500);
    const layers = await network.inspect();
    const error = await network.score();
    await network.dispose();
    const ratios = layers.map(
      ({ health: { outputMean, outputVariance } }) =>
        Math.abs(outputMean) / Math.sqrt(outputVariance + outputMean ** 2),
    );
    return { error, meanRatio: mean(ratios) };
  },
};
