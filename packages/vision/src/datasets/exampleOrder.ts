import type { RandomStream } from '@rectify/nn/random';
import type { DatasetSplit } from './dataset.js';

/**
 * Which example is at a place of an epoch: each epoch has an order of its own, and begins again where a place is beyond
 * the end of the split. Of an endless split each epoch takes new examples.
 */
export function exampleOrder(
  { length, isEndless }: Pick<DatasetSplit, 'length' | 'isEndless'>,
  orders: RandomStream,
): (epoch: number, place: number) => number {
  let current = { epoch: -1, order: [] as number[] };
  return (epoch, place) => {
    if (current.epoch !== epoch) {
      const order = Array.from({ length }, (_, index) => index);
      current = { epoch, order: orders.split(String(epoch)).shuffle(order) };
    }
    const index = current.order[place % length] as number;
    return isEndless ? epoch * length + index : index;
  };
}
