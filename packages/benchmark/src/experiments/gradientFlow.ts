// Claims C21 to C23: how the gradient of a new network changes from layer to layer.
import type { LayerInspection } from '@rectify/nn';
import { arms } from '../claims/arms.js';
import { mean } from '../statistics/mean.js';
import { crossed, type Experiment, numberOf, wordOf } from './experiment.js';
import { SmallNetwork } from './network.js';
import { spirals } from './points.js';

/** Networks of 64 units a layer, before their first update. */
export const gradientFlow: Experiment = {
  name: 'gradient-flow',
  question: {
    english: 'How fast do gradients vanish with depth?',
    chinese: '梯度随深度消失得有多快？',
  },
  cells: crossed({
    depth: [10, 20, 50],
    gain: ['common', 'matched'],
    activation: Object.values(arms).map(({ activation }) => activation),
  }),
  seeds: { quick: 5, full: 20 },
  run: async (factors, seed) => {
    const network = await SmallNetwork.create({
      activation: wordOf(factors, 'activation'),
      gain: wordOf(factors, 'gain'),
      depth: numberOf(factors, 'depth'),
      width: 64,
      task: spirals(),
      seed,
    });
    const layers = await network.inspect();
    await network.dispose();
    return { gradientSlope: gradientSlope(layers) };
  },
};

/**
 * The least-squares slope of ln g against the distance from the output, g being the root mean square of the gradient
 * with respect to a layer's pre-activations. Layers that no gradient reaches at all count as the smallest positive float32.
 */
function gradientSlope(layers: readonly LayerInspection[]): number {
  const smallest = 2 ** -126;
  // The layers have equally many entries, so that norms differ from root mean squares by a constant factor.
  const logarithms = layers
    .toReversed()
    .map(({ health }) => Math.log(Math.max(health.gradientNorm ?? 0, smallest)));
  const centre = (logarithms.length - 1) / 2;
  const average = mean(logarithms);
  const products = logarithms.map((value, distance) => (distance - centre) * (value - average));
  const squares = logarithms.map((_, distance) => (distance - centre) ** 2);
  return mean(products) / mean(squares);
}
