import { sub } from '../graph/arithmetic.js';
import { type AdamOptions, adaptiveMoments } from './adam.js';
import { decayedParameters, named, type Optimizer } from './optimizer.js';
import { checkNotNegative } from './optionChecks.js';

/**
 * Adam with decoupled weight decay (Loshchilov, Hutter 2019), as `torch.optim.AdamW`: before Adam's update,
 * parameters -= learningRate * weightDecay * parameters. The decay is 0.01 by default.
 *
 * @throws RangeError if an option is out of its range
 */
export function adamw(options: AdamOptions = {}): Optimizer {
  const { weightDecay = 0.01 } = options;
  checkNotNegative('adamw', { weightDecay });
  const core = adaptiveMoments('adamw', options);
  return {
    name: 'adamw',
    weightDecay,
    slots: core.slots,
    scalars: (step) => ({ ...core.scalars(step), decayRate: core.learningRate(step) * weightDecay }),
    update: (site) => {
      const decayed = decayedParameters(site, named(site.scalars, 'decayRate'));
      return core.update({ ...site, parameters: sub(site.parameters, decayed) }, site.gradient);
    },
  };
}
