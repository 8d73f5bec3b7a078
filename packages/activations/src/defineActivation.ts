// What the constructors of activations share.
import type { ActivationKind } from './activation.js';
import { type Elementwise, ElementwiseFunction } from './elementwise.js';
import { type Formula, formulas } from './formulas.js';

interface Definition {
  /** What it computes; by default the formula of its kind. */
  readonly formula?: Formula;
  /** The number that fills the formula in. */
  readonly parameter?: number;
}

/** An activation with the given fields: frozen, and equal to another one when their fields are. */
export function defineActivation<Fields extends { readonly kind: ActivationKind }>(
  fields: Fields,
  { formula = formulas[fields.kind], parameter = Number.NaN }: Definition = {},
): Fields & Elementwise {
  return Object.freeze(Object.assign(new ElementwiseFunction(formula, parameter), fields));
}

/** Returns the number, with -0 as 0, so that equal activations print alike and read back alike. */
export function finiteFromZero(what: string, value: number): number {
  if (!Number.isFinite(value) || value < 0) {
    throw new RangeError(`${what} must be a finite number from 0 up, got ${value}`);
  }
  return Math.abs(value);
}
