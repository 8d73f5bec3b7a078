// Claim C15, second half: units that were pushed below 0 everywhere, and whether training brings them back.
import { arms } from '../claims/arms.js';
import { crossed, type Experiment, wordOf } from './experiment.js';
import { SmallNetwork } from './network.js';
import { spirals } from './points.js';

const updatesBefore = 500;
const updatesAfter = 1500;

/** No example of the spirals is farther from the origin. */
const largestInput = 2;

/** How far below 0 the largest weighted input of a pushed unit comes to lie. */
const margin = 0.1;

/** A trained network of two layers, half of whose first units get a bias that keeps them negative. */
export const rescue: Experiment = {
  name: 'rescue',
  question: {
    english: 'Do units that a push has made negative everywhere come back?',
    chinese: '被强制推到负区间的神经元能恢复吗？',
  },
  cells: crossed({
    activation: [arms.relu, arms.leaky, arms.leaky10, arms.prelu].map(({ activation }) => activation),
  }),
  seeds: { quick: 10, full: 30 },
  run: async (factors, seed) => {
    const network = await SmallNetwork.create({
      activation: wordOf(factors, 'activation'),
      learningRate: 0.01,
      depth: 2,
      width: 64,
      task: spirals(),
      seed,
    });
    await network.train(updatesBefore);
    const pushed = pushHalf(network);
    await network.train(updatesAfter);
    const [first] = await network.inspect();
    const accuracy = await network.score();
    await network.dispose();
    const recovered = pushed.filter((unit) => (first?.perUnit.positiveShare[unit] ?? 0) > 0);
    return { accuracy, recoveredShare: recovered.length / pushed.length };
  },
};

/** Gives every second unit of the first layer a bias that no example outweighs; returns those units. */
function pushHalf({ model, state }: SmallNetwork): number[] {
  const [weight, bias] = ['weight', 'bias'].map((name) =>
    model.parameters.find((parameter) => parameter.name.endsWith(name)),
  );
  if (weight === undefined || bias === undefined) throw new Error('rescue: the network has no dense layer');
  const [unitCount = 0, inputs = 0] = weight.shape;
  const parameters = state.parameters.read();
  const units = Array.from({ length: unitCount / 2 }, (_, index) => 2 * index);
  for (const unit of units) {
    const start = weight.offset + unit * inputs;
    const length = Math.hypot(...parameters.subarray(start, start + inputs));
    parameters[bias.offset + unit] = -(largestInput * length + margin);
  }
  state.parameters.write(parameters);
  return units;
}
