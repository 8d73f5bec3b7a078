// Activations made of straight pieces: the rectifiers, and the identity.
import { defineActivation, finiteFromZero } from './defineActivation.js';
import type { Elementwise } from './elementwise.js';

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

/** Randomised Leaky ReLU: the slope is drawn anew for each element in training; `forward` and `derivative` use the mean slope. */
export interface Rrelu extends Elementwise {
  readonly kind: 'rrelu';
  /** Smallest slope left of zero, finite, from 0 up. */
  readonly lower: number;
  /** Bound of the slopes, finite, from `lower` up. */
  readonly upper: number;
}

/** Concatenated ReLU: two channels for each, max(0, x) and max(0, -x). `forward` and `derivative` are those of the first. */
export interface Crelu extends Elementwise {
  readonly kind: 'crelu';
}

/** ReLU6: f(x) = min(max(0, x), 6). f'(0) and f'(6) are 0. */
export interface Relu6 extends Elementwise {
  readonly kind: 'relu6';
}

/** The identity: f(x) = x, the activation of a head. */
export interface Linear extends Elementwise {
  readonly kind: 'linear';
}

/**
 * ReLU: f(x) = max(0, x) (Nair and Hinton 2010). f'(x) is 1 for x > 0, otherwise 0.
 *
 * f(-Infinity) is 0, and f(-0) is 0.
 *
 * @example
 * relu().forward(-10); // 0
 */
export function relu(): Relu {
  return defineActivation({ kind: 'relu' });
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
  return defineActivation({ kind: 'leaky_relu', negativeSlope: slope }, { parameter: slope });
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
  return defineActivation({ kind: 'prelu', initialSlope: slope, shared }, { parameter: slope });
}

/** The choices that `prelu` offers. */
export interface PreluOptions {
  readonly initialSlope?: number | undefined;
  readonly shared?: boolean | undefined;
}

/**
 * Randomised Leaky ReLU: f(x) = x for x > 0, otherwise slope * x (Xu, Wang, Chen, Li 2015).
 *
 * In training every element has a slope of its own, uniform in [lower, upper); in evaluation all have the mean slope
 * (lower + upper) / 2, which is also that of this value.
 *
 * @param lower - default 1/8, as in PyTorch; the paper draws 1 / slope from [3, 8) instead
 * @param upper - default 1/3
 * @throws RangeError if one of them is not a finite number from 0 up, or `lower` is above `upper`
 * @example
 * rrelu({ lower: 0.1, upper: 0.3 }).forward(-10); // -2
 */
export function rrelu({ lower = 1 / 8, upper = 1 / 3 }: RreluOptions = {}): Rrelu {
  const bounds = {
    lower: finiteFromZero('lower of RReLU', lower),
    upper: finiteFromZero('upper of RReLU', upper),
  };
  if (bounds.lower > bounds.upper) {
    throw new RangeError(`lower of RReLU must not be above upper, got ${lower} and ${upper}`);
  }
  return defineActivation({ kind: 'rrelu', ...bounds }, { parameter: (bounds.lower + bounds.upper) / 2 });
}

/** The choices that `rrelu` offers. */
export interface RreluOptions {
  readonly lower?: number | undefined;
  readonly upper?: number | undefined;
}

/**
 * Concatenated ReLU: each channel x becomes two, max(0, x) and max(0, -x) (Shang, Sohn, Almeida, Lee 2016).
 *
 * The only activation that makes more than it is given. `forward` and `derivative` are those of the first half; the
 * second is the same function of -x. Both have derivative 0 at 0.
 *
 * @example
 * [crelu().forward(-3), crelu().forward(3)]; // [0, 3]
 */
export function crelu(): Crelu {
  return defineActivation({ kind: 'crelu' });
}

/**
 * ReLU6: f(x) = min(max(0, x), 6) (Krizhevsky 2010). f'(x) is 1 for 0 < x < 6, otherwise 0.
 *
 * @example
 * relu6().forward(10); // 6
 */
export function relu6(): Relu6 {
  return defineActivation({ kind: 'relu6' });
}

/**
 * The identity: f(x) = x, f' = 1.
 *
 * @example
 * linear().forward(-3); // -3
 */
export function linear(): Linear {
  return defineActivation({ kind: 'linear' });
}
