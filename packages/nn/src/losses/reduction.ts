// What every loss does with its elements in the end, and what it checks in the beginning.
import { reduceMean, reduceSum } from '../graph/reductions.js';
import { sameShape } from '../graph/shape.js';
import { ShapeError } from '../graph/shapeError.js';
import type { Value } from '../graph/value.js';

/** How the losses of a batch become one number: their mean, their sum, or `none` to keep each of them. */
export type Reduction = 'mean' | 'sum' | 'none';

/** Options of every loss. To weight elements, multiply the `none` form and reduce it yourself. */
export interface LossOptions {
  /** `mean` by default, as in PyTorch. */
  readonly reduction?: Reduction;
}

/** Applies a reduction to the losses of the elements. */
export function reduceLosses(losses: Value, reduction: Reduction): Value {
  switch (reduction) {
    case 'mean':
      return reduceMean(losses);
    case 'sum':
      return reduceSum(losses);
    case 'none':
      return losses;
  }
}

/**
 * Refuses shapes that would broadcast: [B, 1] against [B] makes a loss of B * B elements that trains on nonsense.
 *
 * @throws ShapeError naming the loss and both shapes
 */
export function checkSameShape(loss: string, prediction: Value, target: Value): void {
  if (sameShape(prediction.shape, target.shape)) return;
  throw new ShapeError(
    loss,
    [prediction.shape, target.shape],
    new RangeError('the prediction and the target must have the same shape'),
  );
}
