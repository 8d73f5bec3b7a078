import { add, div, mul, sqrt, square, sub } from '../graph/arithmetic.js';
import { relu } from '../graph/rectifiers.js';
import type { Value } from '../graph/value.js';
import { named, type Optimizer, regularizedGradient, runningMean } from './optimizer.js';
import { checkBelowOne, checkedLearningRate, checkNotNegative } from './optionChecks.js';
import type { Schedule } from './schedules.js';

/** Options of `rmsprop`; the defaults are PyTorch's. */
export interface RmspropOptions {
  /** 0.01 by default. */
  readonly learningRate?: number | Schedule;
  /** Decay of the running means (PyTorch's alpha, Keras's rho), in [0, 1); 0.99 by default. */
  readonly decayRate?: number;
  /** 1e-8 by default. */
  readonly epsilon?: number;
  /** Adds epsilon under the root, as TensorFlow and the DQN of Mnih et al. (2015) do, instead of behind it. */
  readonly epsilonInside?: boolean;
  /** Divides by the standard deviation of the gradient instead of its root mean square. */
  readonly centered?: boolean;
  /** Decay of the velocity, in [0, 1); 0 (no velocity) by default. */
  readonly momentum?: number;
  /** Strength of the L2 regularization; 0 by default. */
  readonly weightDecay?: number;
}

/**
 * RMSprop (Tieleman, Hinton 2012), as `torch.optim.RMSprop`, with TensorFlow's epsilon as an option:
 *
 *     meanSquare = decayRate * meanSquare + (1 - decayRate) * gradient^2
 *     step = gradient / (sqrt(meanSquare) + epsilon)          (centered: meanSquare - mean^2 under the root)
 *     velocity = momentum * velocity + step
 *     parameters -= learningRate * velocity                   (without momentum: learningRate * step)
 *
 * @throws RangeError if an option is out of its range
 */
export function rmsprop({
  learningRate = 0.01,
  decayRate = 0.99,
  epsilon = 1e-8,
  epsilonInside = false,
  centered = false,
  momentum = 0,
  weightDecay = 0,
}: RmspropOptions = {}): Optimizer {
  const rate = checkedLearningRate('rmsprop', learningRate);
  checkBelowOne('rmsprop', { decayRate, momentum });
  checkNotNegative('rmsprop', { epsilon, weightDecay });

  const rootOf = (power: Value): Value =>
    epsilonInside ? sqrt(add(power, epsilon)) : add(sqrt(power), epsilon);

  return {
    name: 'rmsprop',
    slots: ['meanSquare', ...(centered ? ['mean'] : []), ...(momentum === 0 ? [] : ['velocity'])],
    weightDecay,
    scalars: (step) => ({ learningRate: rate(step) }),
    update: (site) => {
      const gradient = regularizedGradient(site, weightDecay);
      const meanSquare = runningMean(named(site.slots, 'meanSquare'), square(gradient), decayRate);
      const mean = centered ? runningMean(named(site.slots, 'mean'), gradient, decayRate) : undefined;
      // Rounding can push the variance of a steady gradient below 0, where the root is not a number.
      const power = mean === undefined ? meanSquare : relu(sub(meanSquare, square(mean)));
      const step = div(gradient, rootOf(power));
      const velocity = momentum === 0 ? undefined : add(mul(named(site.slots, 'velocity'), momentum), step);
      return {
        parameters: sub(site.parameters, mul(velocity ?? step, named(site.scalars, 'learningRate'))),
        slots: { meanSquare, ...(mean && { mean }), ...(velocity && { velocity }) },
      };
    },
  };
}
