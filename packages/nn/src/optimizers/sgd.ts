import { add, mul, sub } from '../graph/arithmetic.js';
import { named, type Optimizer, regularizedGradient } from './optimizer.js';
import { checkBelowOne, checkedLearningRate, checkNotNegative } from './optionChecks.js';
import type { Schedule } from './schedules.js';

/** Options of `sgd`; the defaults are PyTorch's. */
export interface SgdOptions {
  /** 0.001 by default. */
  readonly learningRate?: number | Schedule;
  /** Decay of the velocity, in [0, 1); 0 (no velocity) by default. */
  readonly momentum?: number;
  /** How much of each gradient behind the first is kept out of the velocity, in [0, 1); 0 by default. */
  readonly dampening?: number;
  /** Looks ahead along the velocity; needs momentum and no dampening. */
  readonly nesterov?: boolean;
  /** Strength of the L2 regularization; 0 by default. */
  readonly weightDecay?: number;
}

/**
 * Stochastic gradient descent, with momentum (Polyak 1964) or Nesterov's (Sutskever et al. 2013), as `torch.optim.SGD`:
 *
 *     velocity = momentum * velocity + (1 - dampening) * gradient        (the first: velocity = gradient)
 *     parameters -= learningRate * velocity                              (nesterov: gradient + momentum * velocity)
 *
 * @throws RangeError if an option is out of its range
 */
export function sgd({
  learningRate = 1e-3,
  momentum = 0,
  dampening = 0,
  nesterov = false,
  weightDecay = 0,
}: SgdOptions = {}): Optimizer {
  const rate = checkedLearningRate('sgd', learningRate);
  checkBelowOne('sgd', { momentum, dampening });
  checkNotNegative('sgd', { weightDecay });
  if (nesterov && (momentum === 0 || dampening !== 0)) {
    throw new RangeError(
      `sgd: nesterov needs momentum above 0 and dampening 0, got momentum ${momentum} and dampening ${dampening}`,
    );
  }
  return {
    name: 'sgd',
    slots: momentum === 0 ? [] : ['velocity'],
    weightDecay,
    // The velocity starts at 0, so that an undamped first gradient makes the first velocity equal to it.
    scalars: (step) => ({
      learningRate: rate(step),
      ...(dampening === 0 ? {} : { gradientShare: step === 0 ? 1 : 1 - dampening }),
    }),
    update: (site) => {
      const gradient = regularizedGradient(site, weightDecay);
      const learningRate = named(site.scalars, 'learningRate');
      if (momentum === 0) {
        return { parameters: sub(site.parameters, mul(gradient, learningRate)), slots: {} };
      }
      const arriving = dampening === 0 ? gradient : mul(gradient, named(site.scalars, 'gradientShare'));
      const velocity = add(mul(named(site.slots, 'velocity'), momentum), arriving);
      const direction = nesterov ? add(gradient, mul(velocity, momentum)) : velocity;
      return { parameters: sub(site.parameters, mul(direction, learningRate)), slots: { velocity } };
    },
  };
}
