// The focal loss: cross-entropy that looks away from what is classified well, against many easy negatives.
import { add, exp, mul, neg, sub } from '../graph/arithmetic.js';
import { softplus } from '../graph/rectifiers.js';
import type { Value } from '../graph/value.js';
import { checkSameShape, type LossOptions, reduceLosses } from './reduction.js';

/** Options of `focalLossWithLogits`; the defaults are the paper's. */
export interface FocalLossOptions extends LossOptions {
  /** The paper's alpha: positives weigh this much and negatives the rest to 1; 0.25 by default, `null` weighs neither. */
  readonly positiveShare?: number | null;
  /** The paper's gamma, from 0 up: how strongly easy elements are faded out; 2 by default, 0 is cross-entropy. */
  readonly focus?: number;
}

/**
 * Focal loss between targets, 0 or 1, and sigmoid(z) of logits z, in every element (Lin et al. 2017, equation 5):
 * -a (1 - p)^focus ln(p), where p is the probability of the target and a is `positiveShare` or 1 - `positiveShare`.
 *
 * ln(p) and ln(1 - p) are softplus functions of z, so value and gradient are finite for every finite z. Logits and
 * targets have the same shape; the result is a scalar, or that shape for `none`. The mean is over all elements, where the
 * paper divides by the number of positives: divide the `sum` for that.
 *
 * @throws ShapeError if the shapes differ
 * @throws RangeError if `positiveShare` is outside [0, 1] or `focus` is no finite number from 0 up
 */
export function focalLossWithLogits(
  logits: Value,
  targets: Value,
  { positiveShare = 0.25, focus = 2, reduction = 'mean' }: FocalLossOptions = {},
): Value {
  checkOptions(positiveShare, focus);
  checkSameShape('focalLossWithLogits', logits, targets);
  const negatives = sub(1, targets);
  const [ofPositive, ofNegative] = [softplus(neg(logits)), softplus(logits)];
  const crossEntropy = add(mul(targets, ofPositive), mul(negatives, ofNegative));
  const easiness = add(mul(targets, ofNegative), mul(negatives, ofPositive));
  const faded = focus === 0 ? crossEntropy : mul(crossEntropy, exp(mul(easiness, -focus)));
  if (positiveShare === null) return reduceLosses(faded, reduction);
  const share = add(mul(targets, positiveShare), mul(negatives, 1 - positiveShare));
  return reduceLosses(mul(share, faded), reduction);
}

function checkOptions(positiveShare: number | null, focus: number): void {
  if (positiveShare !== null && !(positiveShare >= 0 && positiveShare <= 1)) {
    throw new RangeError(
      `focalLossWithLogits: positiveShare must be from 0 to 1, or null, got ${positiveShare}`,
    );
  }
  if (!(focus >= 0 && focus < Infinity)) {
    throw new RangeError(`focalLossWithLogits: focus must be a finite number from 0 up, got ${focus}`);
  }
}
