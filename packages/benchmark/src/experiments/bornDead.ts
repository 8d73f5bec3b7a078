// Claim C37: networks that are dead before their first update (Lu, Shin, Su, Karniadakis 2020).
import { parseActivation } from '@rectify/activations';
import { type RandomStream, randomStream } from '@rectify/nn/random';
import { arms } from '../claims/arms.js';
import { bornDeadSizes } from '../claims/ledger/dyingUnits.js';
import { type Experiment, numberOf, wordOf } from './experiment.js';

const networks = 500;

/** The probability that a signal is lost: 1 - (1 - 2^-width)^depth, for one input, symmetric weights and no biases. */
export function bornDeadProbability({
  width,
  depth,
}: {
  readonly width: number;
  readonly depth: number;
}): number {
  return 1 - (1 - 2 ** -width) ** depth;
}

/** The share of 500 new networks in which no unit of some layer fires on an input. */
export const bornDead: Experiment = {
  name: 'born-dead',
  question: { english: 'How many deep networks are born dead?', chinese: '有多少深层网络一开始就是死的？' },
  cells: bornDeadSizes.flatMap((size) =>
    [arms.relu, arms.leaky, arms.leaky10].map((arm) => ({ ...size, ...arm })),
  ),
  seeds: { quick: 10, full: 20 },
  run: async (factors, seed) => {
    const size = { width: numberOf(factors, 'width'), depth: numberOf(factors, 'depth') };
    const activation = parseActivation(wordOf(factors, 'activation'));
    const stream = randomStream(seed).split('born dead');
    let dead = 0;
    for (let network = 0; network < networks; network++) {
      if (isBornDead(size, (x) => activation.forward(x), stream)) dead++;
    }
    const bornDeadShare = dead / networks;
    return { bornDeadShare, distanceFromFormula: Math.abs(bornDeadShare - bornDeadProbability(size)) };
  },
};

function isBornDead(
  { width, depth }: { readonly width: number; readonly depth: number },
  f: (x: number) => number,
  stream: RandomStream,
): boolean {
  let signal = Array.from({ length: width }, () => stream.normal());
  for (let layer = 0; layer < depth; layer++) {
    signal = signal.map(() => f(signal.reduce((sum, value) => sum + stream.normal() * value, 0)));
    // Only the direction matters, and with a small slope the length would leave the numbers that there are.
    const largest = Math.max(...signal.map(Math.abs));
    if (largest === 0) return true;
    signal = signal.map((value) => value / largest);
  }
  return false;
}
