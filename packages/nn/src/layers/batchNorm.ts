import { add, mul, square, sub } from '../graph/arithmetic.js';
import { stopGradient } from '../graph/choice.js';
import { channelSum, batchNorm as normalize, perChannel } from '../graph/maps.js';
import { sizeOf } from '../graph/shape.js';
import type { Value } from '../graph/value.js';
import { constantInitializer, zeros } from '../initializers.js';
import type { Layer, Scope } from './layer.js';

/** Settings of batch normalisation. */
export interface BatchNormOptions {
  /** Share of the new batch in the running statistics; default 0.1 as in PyTorch. */
  readonly momentum?: number;
  /** Added to the variance; default 1e-5. */
  readonly epsilon?: number;
}

/**
 * Batch normalisation over everything but the channel axis (Ioffe, Szegedy 2015): [B, C, ...] to the same.
 *
 * Training uses the batch's mean and biased variance and moves the running ones, whose variance is
 * unbiased; evaluation uses the running ones.
 *
 * @throws RangeError if momentum is outside (0, 1] or epsilon outside (0, 1), or if a training batch has a single
 *   value per channel
 */
export function batchNorm({ momentum = 0.1, epsilon = 1e-5 }: BatchNormOptions = {}): Layer {
  if (!(momentum > 0 && momentum <= 1))
    throw new RangeError(`batchNorm: momentum must be in (0, 1], got ${momentum}`);
  if (!(epsilon > 0 && epsilon < 1))
    throw new RangeError(`batchNorm: epsilon must be in (0, 1), got ${epsilon}`);
  return {
    kind: 'batchNorm',
    isTransparent: true,
    apply: (input, scope) => {
      const [, channels = 1] = input.shape;
      const scale = scope.parameter('scale', { shape: [channels], initializer: constantInitializer(1) });
      const offset = scope.parameter('offset', { shape: [channels], initializer: zeros });
      const mean = scope.statistic('mean', { size: channels, initial: 0 });
      const variance = scope.statistic('variance', { size: channels, initial: 1 });
      if (!scope.training)
        return normalize(input, { scale, offset, mean, variance }, { epsilon, statistics: 'fixed' });
      const batch = batchMoments(input, scope);
      const moved = (running: Value, next: Value): Value =>
        add(mul(running, 1 - momentum), mul(next, momentum));
      scope.updateStatistic('mean', moved(mean, batch.mean));
      scope.updateStatistic(
        'variance',
        moved(variance, mul(batch.variance, batch.count / (batch.count - 1))),
      );
      return normalize(input, { scale, offset, ...batch }, { epsilon, statistics: 'batch' });
    },
  };
}

/** Mean and biased variance per channel. Their gradient is part of the normalisation's own rule. */
function batchMoments(input: Value, scope: Scope): { mean: Value; variance: Value; count: number } {
  const count = sizeOf(input.shape) / (input.shape[1] ?? 1);
  if (count < 2)
    throw new RangeError(`batchNorm "${scope.path}": training needs two values per channel, got ${count}`);
  const x = stopGradient(input);
  const mean = mul(channelSum(x), 1 / count);
  const variance = mul(channelSum(square(sub(x, perChannel(mean, x.shape)))), 1 / count);
  return { mean, variance, count };
}
