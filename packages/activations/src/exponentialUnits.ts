// Activations that are linear far right of zero and exponential far left of it.
import { defineActivation, finiteFromZero } from './defineActivation.js';
import type { Elementwise } from './elementwise.js';

/** ELU: f(x) = x for x > 0, otherwise alpha * (e^x - 1). f'(0) is `alpha`. */
export interface Elu extends Elementwise {
  readonly kind: 'elu';
  /** Distance of the floor from zero, finite, from 0 up. */
  readonly alpha: number;
}

/** SELU: ELU with alpha 1.6733, times 1.0507. f'(0) is 1.7581, that of the negative branch. */
export interface Selu extends Elementwise {
  readonly kind: 'selu';
}

/** Softplus: f(x) = ln(1 + e^x). */
export interface Softplus extends Elementwise {
  readonly kind: 'softplus';
}

/**
 * ELU: f(x) = x for x > 0, otherwise alpha * (e^x - 1) (Clevert, Unterthiner, Hochreiter 2016).
 *
 * f'(0) is `alpha`; the derivative is continuous at 0 for alpha 1 only.
 *
 * @param alpha - distance of the floor from zero; default 1 as in the paper
 * @throws RangeError if `alpha` is not a finite number from 0 up
 * @example
 * elu(0.5).forward(-Infinity); // -0.5
 */
export function elu(alpha = 1): Elu {
  const distance = finiteFromZero('alpha of ELU', alpha);
  return defineActivation({ kind: 'elu', alpha: distance }, { parameter: distance });
}

/**
 * SELU: f(x) = scale * x for x > 0, otherwise scale * alpha * (e^x - 1) (Klambauer, Unterthiner, Mayr, Hochreiter 2017).
 *
 * alpha = 1.6732632423543772 and scale = 1.0507009873554805 make mean 0 and variance 1 a fixed point from layer to
 * layer, for weights of mean 0 and variance 1 / fanIn (section 2 of the paper).
 *
 * @example
 * selu().forward(1); // 1.0507009873554805
 */
export function selu(): Selu {
  return defineActivation({ kind: 'selu' });
}

/**
 * Softplus: f(x) = ln(1 + e^x) (Dugas et al. 2000), f' = sigmoid.
 *
 * Exact at every x; PyTorch returns x itself from 20 up, which differs by up to 2e-9.
 *
 * @example
 * softplus().forward(0); // Math.LN2
 */
export function softplus(): Softplus {
  return defineActivation({ kind: 'softplus' });
}
