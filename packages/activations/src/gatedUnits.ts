// Activations of the form x * gate(x), where the gate rises from 0 to 1: smooth relatives of ReLU that dip below zero.
import { defineActivation } from './defineActivation.js';
import type { Elementwise } from './elementwise.js';
import { formulas, geluByTanh } from './formulas.js';

/** GELU: f(x) = x * P(z <= x) for standard normal z. */
export interface Gelu extends Elementwise {
  readonly kind: 'gelu';
  /** `tanh` for the approximation of its paper, `none` for the exact function. */
  readonly approximation: 'none' | 'tanh';
}

/** SiLU, also named Swish: f(x) = x * sigmoid(x). */
export interface Silu extends Elementwise {
  readonly kind: 'silu';
}

/** Mish: f(x) = x * tanh(ln(1 + e^x)). */
export interface Mish extends Elementwise {
  readonly kind: 'mish';
}

/** Hard Swish: f(x) = x * min(max(0, x + 3), 6) / 6. f'(-3) is 0 and f'(3) is 1. */
export interface Hardswish extends Elementwise {
  readonly kind: 'hardswish';
}

/**
 * GELU: f(x) = x * P(z <= x) = x / 2 * (1 + erf(x / sqrt 2)) for standard normal z (Hendrycks, Gimpel 2016).
 *
 * Its approximation is x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))), within 5e-4 of it.
 *
 * @param approximation - default `none`
 * @example
 * gelu().derivative(0); // 0.5
 */
export function gelu({ approximation = 'none' }: GeluOptions = {}): Gelu {
  const formula = approximation === 'tanh' ? geluByTanh : formulas.gelu;
  return defineActivation({ kind: 'gelu', approximation }, { formula });
}

/** The choice that `gelu` offers. */
export interface GeluOptions {
  readonly approximation?: Gelu['approximation'] | undefined;
}

/**
 * SiLU: f(x) = x * sigmoid(x) (Elfwing, Uchibe, Doya 2018), named Swish by Ramachandran, Zoph, Le (2017).
 *
 * Its minimum is -0.2785 at x = -1.2785.
 *
 * @example
 * silu().derivative(0); // 0.5
 */
export function silu(): Silu {
  return defineActivation({ kind: 'silu' });
}

/**
 * Mish: f(x) = x * tanh(ln(1 + e^x)) (Misra 2020).
 *
 * Its minimum is -0.3088 at x = -1.1924.
 *
 * @example
 * mish().derivative(0); // 0.6
 */
export function mish(): Mish {
  return defineActivation({ kind: 'mish' });
}

/**
 * Hard Swish: f(x) = x * min(max(0, x + 3), 6) / 6 (Howard et al. 2019): SiLU in straight pieces and one parabola.
 *
 * @example
 * hardswish().forward(1); // 2 / 3
 */
export function hardswish(): Hardswish {
  return defineActivation({ kind: 'hardswish' });
}
