// Random search for the slope (Bergstra, Bengio 2012): drawn once, log-uniformly from 0.001 to 1, against a learned one.
import { randomStream } from '@rectify/nn/random';

const random = randomStream(0).split('slopes');
const slopes = Array.from({ length: 8 }, () => Number((10 ** (-3 * random.uniform())).toPrecision(2)));
const [first] = slopes;

export default {
  name: 'agents-slope-search',
  question: 'Does a slope found by random search do better than one that is learned?',
  tasks: [{ application: 'dqn', environment: 'CartPole-v1' }],
  factors: { activation: [...slopes.map((slope) => `leaky_relu:${slope}`), 'prelu:0.25'] },
  seeds: { from: 0, count: 10 },
  comparison: {
    metric: 'normalizedReturn',
    arm: { activation: 'prelu:0.25' },
    baseline: { activation: `leaky_relu:${first}` },
    rule: 'notWorse',
    smallestEffect: 0.05,
  },
};
