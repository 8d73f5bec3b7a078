import { abs, add, mul, sign, sqrt } from '../graph/arithmetic.js';
import type { Value } from '../graph/value.js';
import { constantInitializer } from '../initializers.js';
import { affine, dense, type WeightOptions } from './dense.js';
import type { Layer } from './layer.js';

/** Settings of a noisy layer; its mean is a dense layer with the same ones. */
export interface NoisyDenseOptions extends WeightOptions {
  /** sigma_0: weights and biases start with the deviation sigma_0 / sqrt(inputs); default 0.5 as in the paper. */
  readonly initialDeviation?: number;
}

/**
 * A fully connected layer that learns how noisy its weights are, with factorised Gaussian noise (Fortunato et al. 2018,
 * equations 9 to 11): [B, inputs] to [B, units], on [B, T, inputs] every step alike, in training
 *
 *     y = (mu_w + sigma_w * f(e_out) f(e_in)^T) x + mu_b + sigma_b * f(e_out),    f(e) = sign(e) sqrt(|e|)
 *
 * with normal e_in [inputs] and e_out [units], new in every step and every call of `predict` in it, and the same for all
 * examples of a batch. The noise of the weights is never made as a matrix, since its part of y is
 * f(e_out) * (sigma_w (f(e_in) * x) + sigma_b). In evaluation the layer is `dense` with mu.
 *
 * `weight` and `bias` are mu, `weightDeviation` and `biasDeviation` are sigma. Weight decay spares sigma. Other than in
 * the paper (section 3.2: uniform within 1 / sqrt(inputs)) mu starts like a dense layer's.
 *
 * @throws RangeError if `units` is no positive integer or `initialDeviation` no finite number from 0 up, or, when
 *   applied, if the input is no matrix and no sequence
 * @example
 * const explorer = sequential([noisyDense(16), activation('relu'), noisyDense(2)], { inputShape: [4] });
 */
export function noisyDense(
  units: number,
  { initialDeviation = 0.5, ...options }: NoisyDenseOptions = {},
): Layer {
  if (!(initialDeviation >= 0 && initialDeviation < Infinity)) {
    throw new RangeError(
      `noisyDense: initialDeviation must be a finite number from 0 up, got ${initialDeviation}`,
    );
  }
  const mean = dense(units, options);
  return {
    kind: 'noisyDense',
    apply: (input, scope) => {
      const output = mean.apply(input, scope);
      const inputs = input.shape.at(-1) as number;
      const initializer = constantInitializer(initialDeviation / Math.sqrt(inputs));
      const deviation = {
        weight: scope.parameter('weightDeviation', { shape: [units, inputs], initializer }),
        ...(options.bias !== false && {
          bias: scope.parameter('biasDeviation', { shape: [units], initializer }),
        }),
      };
      if (!scope.training) return output;
      const noise = (name: string, size: number): Value =>
        signedRoot(scope.noise(name, { shape: [size], distribution: 'normal' }));
      const deviated = affine(mul(input, noise('inputNoise', inputs)), deviation);
      return add(output, mul(deviated, noise('outputNoise', units)));
    },
  };
}

/** f(e) = sign(e) sqrt(|e|) */
function signedRoot(noise: Value): Value {
  return mul(sign(noise), sqrt(abs(noise)));
}
