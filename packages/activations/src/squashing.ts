// Activations with a bound on either side.
import { defineActivation } from './defineActivation.js';
import type { Elementwise } from './elementwise.js';

/** Logistic sigmoid: f(x) = 1 / (1 + e^-x). */
export interface Sigmoid extends Elementwise {
  readonly kind: 'sigmoid';
}

/** Hyperbolic tangent. */
export interface Tanh extends Elementwise {
  readonly kind: 'tanh';
}

/**
 * Logistic sigmoid: f(x) = 1 / (1 + e^-x), f' = f (1 - f).
 *
 * Mathematically in (0, 1); stored numbers reach both bounds, 1 from x = 36.8 in float64 and 17.4 in float32.
 *
 * @example
 * sigmoid().derivative(0); // 0.25
 */
export function sigmoid(): Sigmoid {
  return defineActivation({ kind: 'sigmoid' });
}

/**
 * Hyperbolic tangent, f' = 1 - f^2.
 *
 * Mathematically in (-1, 1); stored numbers reach both bounds.
 *
 * @example
 * tanh().derivative(0); // 1
 */
export function tanh(): Tanh {
  return defineActivation({ kind: 'tanh' });
}
