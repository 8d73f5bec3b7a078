// Claims C26 and C29 to C31: the time of an activation, and of a whole training step with it.
import { arms } from '../claims/arms.js';
import { median } from '../statistics/quantile.js';
import { crossed, type Experiment, wordOf } from './experiment.js';
import { SmallNetwork } from './network.js';
import { spirals } from './points.js';

const warmUp = 20;
const timed = 200;

/** Layers whose activations weigh as much as their products: the first number is that without them. */
const sizes = { depth: 3, width: 256 } as const;

/**
 * Median time of a step of a network of three layers of 256 units at batch 64. The seeds are repetitions, in which the arms
 * follow one another. The activation's own time is what the step needs beyond the same network without activations.
 */
export const cost: Experiment = {
  name: 'cost',
  question: { english: 'What does an activation cost?', chinese: '激活函数的计算成本是多少？' },
  cells: crossed({ activation: Object.values(arms).map(({ activation }) => activation) }),
  seeds: { quick: 10, full: 30 },
  run: async (factors, seed) => {
    const [stepMilliseconds = Number.NaN, plainMilliseconds = Number.NaN] = await interleaved(
      [wordOf(factors, 'activation'), 'linear'],
      seed,
    );
    return { stepMilliseconds, activationMilliseconds: stepMilliseconds - plainMilliseconds };
  },
};

/** The median milliseconds of a step of each, taken in turns, so that what slows the machine slows all of them. */
async function interleaved(activations: readonly string[], seed: number): Promise<number[]> {
  const networks = await Promise.all(
    activations.map((activation) => SmallNetwork.create({ activation, ...sizes, task: spirals(), seed })),
  );
  for (const network of networks) await network.train(warmUp);
  const times = networks.map((): number[] => []);
  for (let step = 0; step < timed; step++) {
    for (const [index, network] of networks.entries()) times[index]?.push(...(await network.train(1)));
  }
  for (const network of networks) await network.dispose();
  return times.map(median);
}
