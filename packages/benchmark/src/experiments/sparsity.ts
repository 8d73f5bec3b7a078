// Claim C19: whether sparse activations make a network quicker, or better.
import { add, constant, type Layer } from '@rectify/nn';
import { arms } from '../claims/arms.js';
import { mean } from '../statistics/mean.js';
import { median } from '../statistics/quantile.js';
import { crossed, type Experiment, wordOf } from './experiment.js';
import { SmallNetwork } from './network.js';
import { spirals } from './points.js';

/** Added to every pre-activation: one standard deviation either way at the start. */
const offsets: Readonly<Record<string, number>> = { low: 1, ordinary: 0, high: -1 };

/** Two hidden layers of 256 units with ReLU, pushed to be active seldom, half of the time, or nearly always. */
export const sparsity: Experiment = {
  name: 'sparsity',
  question: { english: 'Does sparsity pay?', chinese: '稀疏性有好处吗？' },
  cells: crossed({ sparsity: Object.keys(offsets), activation: [arms.relu.activation] }),
  seeds: { quick: 10, full: 20 },
  run: async (factors, seed) => {
    const offset = offsets[wordOf(factors, 'sparsity')] ?? 0;
    const shifted: Layer = { kind: 'offset', apply: (input) => add(input, constant([offset], [1])) };
    const network = await SmallNetwork.create({
      activation: wordOf(factors, 'activation'),
      depth: 2,
      width: 256,
      task: spirals(),
      seed,
      beforeActivation: () => [shifted],
    });
    const milliseconds = await network.train(1000);
    const layers = await network.inspect();
    const accuracy = await network.score();
    await network.dispose();
    const zeros = layers.map(({ health }) => 1 - health.positiveShare);
    return { accuracy, exactZeroShare: mean(zeros), stepMilliseconds: median(milliseconds) };
  },
};
