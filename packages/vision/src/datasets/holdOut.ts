import { randomStream } from '@rectify/nn';

/** Share of the pictures that judge, where a dataset does not say which. */
const HELD_OUT_SHARE = 0.2;

/**
 * Splits for data that have none: `all`, and of it `train` and `val`, a fifth drawn at random, the same at every
 * opening. Neither depends on a run's seed, so that all runs are judged by the same pictures.
 *
 * @param items - at least two to hold any out
 */
export function holdOut<Item>(items: readonly Item[]): Map<string, readonly Item[]> {
  if (items.length < 2) return new Map([['all', items]]);
  const order = randomStream(0)
    .split('hold out')
    .shuffle(items.map((_, index) => index));
  const heldOut = new Set(order.slice(0, Math.max(1, Math.round(HELD_OUT_SHARE * items.length))));
  return new Map([
    ['train', items.filter((_, index) => !heldOut.has(index))],
    ['val', items.filter((_, index) => heldOut.has(index))],
    ['all', items],
  ]);
}
