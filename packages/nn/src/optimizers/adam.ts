import { add, div, maximum, mul, sqrt, square, sub } from '../graph/arithmetic.js';
import type { Value } from '../graph/value.js';
import { named, type Optimizer, regularizedGradient, type UpdateSite } from './optimizer.js';
import { checkBelowOne, checkedLearningRate, checkNotNegative } from './optionChecks.js';
import type { Schedule } from './schedules.js';

/** Options of `adam` and `adamw`; the defaults are PyTorch's. */
export interface AdamOptions {
  /** 0.001 by default. */
  readonly learningRate?: number | Schedule;
  /** Decay of the mean gradient, in [0, 1); 0.9 by default. */
  readonly beta1?: number;
  /** Decay of the mean squared gradient, in [0, 1); 0.999 by default. */
  readonly beta2?: number;
  /** 1e-8 by default. */
  readonly epsilon?: number;
  /** Divides by the largest mean squared gradient so far (Reddi, Kale, Kumar 2018). */
  readonly amsgrad?: boolean;
  /** For `adam` the strength of an L2 regularization, 0 by default; for `adamw` of the decay, 0.01 by default. */
  readonly weightDecay?: number;
}

/**
 * Adam (Kingma, Ba 2015), as `torch.optim.Adam`:
 *
 *     m = beta1 * m + (1 - beta1) * gradient
 *     v = beta2 * v + (1 - beta2) * gradient^2
 *     parameters -= learningRate * m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)
 *
 * @throws RangeError if an option is out of its range
 */
export function adam(options: AdamOptions = {}): Optimizer {
  const { weightDecay = 0 } = options;
  checkNotNegative('adam', { weightDecay });
  const core = adaptiveMoments('adam', options);
  return {
    name: 'adam',
    weightDecay,
    slots: core.slots,
    scalars: core.scalars,
    update: (site) => core.update(site, regularizedGradient(site, weightDecay)),
  };
}

/** What `adam` and `adamw` share: everything but the weight decay. */
export interface AdaptiveMoments extends Pick<Optimizer, 'slots' | 'scalars'> {
  readonly learningRate: Schedule;
  update(site: UpdateSite, gradient: Value): ReturnType<Optimizer['update']>;
}

/**
 * Adam on a given gradient. The slots hold discounted sums instead of the means m and v: a bias-corrected mean is the
 * sum divided by the sum of its weights, 1 + beta + beta^2 + ..., and what is left in the graph is ten operations.
 *
 * @throws RangeError if an option is out of its range
 */
export function adaptiveMoments(
  name: string,
  { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, amsgrad = false }: AdamOptions,
): AdaptiveMoments {
  const rate = checkedLearningRate(name, learningRate);
  checkBelowOne(name, { beta1, beta2 });
  checkNotNegative(name, { epsilon });
  return {
    learningRate: rate,
    slots: ['gradientSum', 'squareSum', ...(amsgrad ? ['largestSquareSum'] : [])],
    scalars: (step) => {
      const squareRoot = Math.sqrt(sumOfWeights(beta2, step));
      return {
        stepSize: (rate(step) * squareRoot) / sumOfWeights(beta1, step),
        scaledEpsilon: epsilon * squareRoot,
      };
    },
    update: ({ parameters, slots, scalars }, gradient) => {
      const gradientSum = add(mul(named(slots, 'gradientSum'), beta1), gradient);
      const squareSum = add(mul(named(slots, 'squareSum'), beta2), square(gradient));
      const largestSquareSum = amsgrad ? maximum(named(slots, 'largestSquareSum'), squareSum) : undefined;
      const root = add(sqrt(largestSquareSum ?? squareSum), named(scalars, 'scaledEpsilon'));
      const change = mul(div(gradientSum, root), named(scalars, 'stepSize'));
      return {
        parameters: sub(parameters, change),
        slots: { gradientSum, squareSum, ...(largestSquareSum && { largestSquareSum }) },
      };
    },
  };
}

/** Sum of beta^i for i from 0 to `step`. */
function sumOfWeights(beta: number, step: number): number {
  return (1 - beta ** (step + 1)) / (1 - beta);
}
