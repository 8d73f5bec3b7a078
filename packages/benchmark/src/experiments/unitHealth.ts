// Claims C13 to C17: what becomes of the units of a deep network under an ordinary recipe, and under a hot one.
import type { LayerInspection } from '@rectify/nn';
import { arms } from '../claims/arms.js';
import { mean } from '../statistics/mean.js';
import { crossed, type Experiment, numberOf, wordOf } from './experiment.js';
import { SmallNetwork } from './network.js';
import { spirals } from './points.js';

const checkpoints = 10;
const updatesPerCheckpoint = 200;

/** Adam's default rate, and one at which networks suffer. */
export const learningRates = { ordinary: 0.001, hot: 0.01 } as const;

/** Eight hidden layers of 32 units on spirals, looked at ten times while they are trained. */
export const unitHealth: Experiment = {
  name: 'unit-health',
  question: {
    english: 'Do units die in a deep network, do they come back, and what does a slope change?',
    chinese: '深层网络中的神经元会死亡吗？会恢复吗？斜率有何作用？',
  },
  cells: crossed({
    learningRate: Object.values(learningRates),
    activation: [arms.relu, arms.leaky, arms.leaky10, arms.prelu].map(({ activation }) => activation),
  }),
  seeds: { quick: 10, full: 30 },
  run: async (factors, seed) => {
    const network = await SmallNetwork.create({
      activation: wordOf(factors, 'activation'),
      learningRate: numberOf(factors, 'learningRate'),
      depth: 8,
      width: 32,
      task: spirals(),
      seed,
    });
    const history: LayerInspection[][] = [await network.inspect()];
    for (let checkpoint = 0; checkpoint < checkpoints; checkpoint++) {
      await network.train(updatesPerCheckpoint);
      history.push(await network.inspect());
    }
    const accuracy = await network.score();
    await network.dispose();
    return { accuracy, ...healthOf(history) };
  },
};

function healthOf(history: readonly (readonly LayerInspection[])[]): Record<string, number> {
  const last = history.at(-1) ?? [];
  const dead = history.map(deadUnits);
  const gradients = last.flatMap(({ perUnit }) => [...(perUnit.gradientNorm ?? [])]);
  const slopes = last.flatMap(({ learnedSlopes }) => learnedSlopes);
  return {
    deadShare: mean(last.map(({ health }) => health.deadShare)),
    dormantShare: mean(last.map(({ health }) => health.dormantShare)),
    zeroGradientUnits: shareOf(gradients, (norm) => norm === 0),
    slopesAtOrBelowZero: slopes.length === 0 ? 0 : shareOf(slopes, (slope) => slope <= 0),
    ...afterlife(dead),
  };
}

/** Names of the units whose input is positive for no example. */
function deadUnits(layers: readonly LayerInspection[]): ReadonlySet<string> {
  return new Set(
    layers.flatMap(({ layer, perUnit }) =>
      [...perUnit.positiveShare].flatMap((share, unit) => (share === 0 ? [`${layer}.${unit}`] : [])),
    ),
  );
}

/** Of the units seen dead at some checkpoint before the last: those seen alive at the next, and those dead from there to the end. */
function afterlife(dead: readonly ReadonlySet<string>[]): Record<'revivals' | 'permanentShare', number> {
  const died = new Set(dead.slice(0, -1).flatMap((units) => [...units]));
  if (died.size === 0) return { revivals: 0, permanentShare: 0 };
  const revived = [...died].filter((unit) =>
    dead.some((units, checkpoint) => units.has(unit) && dead[checkpoint + 1]?.has(unit) === false),
  );
  return { revivals: revived.length / died.size, permanentShare: 1 - revived.length / died.size };
}

function shareOf(values: readonly number[], holds: (value: number) => boolean): number {
  return values.filter(holds).length / values.length;
}
