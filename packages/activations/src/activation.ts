// The activations as values: what a network is built from, switched on by `kind`.
import { type Elementwise, ElementwiseFunction } from './elementwise.js';
import { formulas } from './formulas.js';

/** ReLU: f(x) = max(0, x). f'(0) is 0. */
export interface Relu extends Elementwise {
  readonly kind: 'relu';
}

/** Leaky ReLU: f(x) = x for x > 0, otherwise negativeSlope * x. f'(0) is `negativeSlope`. */
export interface LeakyRelu extends Elementwise {
  readonly kind: 'leaky_relu';
  /** Slope left of zero, finite, from 0 up. */
  readonly negativeSlope: number;
}

/** PReLU: Leaky ReLU whose slope is learned. Its own `forward` and `derivative` are those at the initial slope. */
export interface Prelu extends Elementwise {
  readonly kind: 'prelu';
  /** Slope left of zero before training, finite, from 0 up; training may take it anywhere. */
  readonly initialSlope: number;
  /** True for one slope per layer, false for one per channel. */
  readonly shared: boolean;
}

/** ELU: f(x) = x for x > 0, otherwise alpha * (e^x - 1). f'(0) is `alpha`. */
export interface Elu extends Elementwise {
  readonly kind: 'elu';
  /** Distance of the floor from zero, finite, from 0 up. */
  readonly alpha: number;
}

/** Logistic sigmoid: f(x) = 1 / (1 + e^-x). */
export interface Sigmoid extends Elementwise {
  readonly kind: 'sigmoid';
}

/** Hyperbolic tangent. */
export interface Tanh extends Elementwise {
  readonly kind: 'tanh';
}

/** The identity: f(x) = x, the activation of a head. */
export interface Linear extends Elementwise {
  readonly kind: 'linear';
}

/** Every activation, told apart by `kind`. Frozen; two are equal when their fields are. */
export type Activation = Relu | LeakyRelu | Prelu | Elu | Sigmoid | Tanh | Linear;

/** The name of an activation without its parameters. */
export type ActivationKind = Activation['kind'];

/**
 * ReLU: f(x) = max(0, x) (Nair and Hinton 2010). f'(x) is 1 for x > 0, otherwise 0.
 *
 * f(-Infinity) is 0, and f(-0) is 0.
 *
 * @example
 * relu().forward(-10); // 0
 */
export function relu(): Relu {
  return elementwise({ kind: 'relu' });
}

/**
 * Leaky ReLU: f(x) = x for x > 0, otherwise negativeSlope * x (Maas, Hannun, Ng 2013).
 *
 * f'(0) is `negativeSlope`, so that `leakyRelu(0)` and `relu()` agree in value and derivative at every point.
 *
 * @param negativeSlope - slope left of zero; default 0.01 as in PyTorch, JAX and ONNX. Above 1 it is allowed, and
 *   `notesOn` says what changes
 * @throws RangeError if `negativeSlope` is not a finite number from 0 up
 * @example
 * leakyRelu(0.01).forward(-3); // -0.03
 */
export function leakyRelu(negativeSlope = 0.01): LeakyRelu {
  const slope = finiteFromZero('negativeSlope of Leaky ReLU', negativeSlope);
  return elementwise({ kind: 'leaky_relu', negativeSlope: slope }, slope);
}

/**
 * PReLU: f(x) = x for x > 0, otherwise slope * x with a learned slope (He, Zhang, Ren, Sun 2015).
 *
 * The value describes the layer before training; `learnedPrelu` computes with slopes as they are learned.
 *
 * @param initialSlope - slope before training; default 0.25 as in the paper and PyTorch
 * @param shared - one slope per layer; by default one per channel
 * @throws RangeError if `initialSlope` is not a finite number from 0 up
 * @example
 * prelu({ initialSlope: 0.25 }).derivative(-1); // 0.25
 */
export function prelu({ initialSlope = 0.25, shared = false }: PreluOptions = {}): Prelu {
  const slope = finiteFromZero('initialSlope of PReLU', initialSlope);
  return elementwise({ kind: 'prelu', initialSlope: slope, shared }, slope);
}

/** The choices that `prelu` offers. */
export interface PreluOptions {
  readonly initialSlope?: number | undefined;
  readonly shared?: boolean | undefined;
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
  return elementwise({ kind: 'elu', alpha: distance }, distance);
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
  return elementwise({ kind: 'sigmoid' });
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
  return elementwise({ kind: 'tanh' });
}

/**
 * The identity: f(x) = x, f' = 1.
 *
 * @example
 * linear().forward(-3); // -3
 */
export function linear(): Linear {
  return elementwise({ kind: 'linear' });
}

function elementwise<Fields extends { readonly kind: ActivationKind }>(
  fields: Fields,
  parameter = Number.NaN,
): Fields & Elementwise {
  return Object.freeze(Object.assign(new ElementwiseFunction(formulas[fields.kind], parameter), fields));
}

/** Returns the number, with -0 as 0, so that equal activations print alike and read back alike. */
function finiteFromZero(what: string, value: number): number {
  if (!Number.isFinite(value) || value < 0) {
    throw new RangeError(`${what} must be a finite number from 0 up, got ${value}`);
  }
  return Math.abs(value);
}
