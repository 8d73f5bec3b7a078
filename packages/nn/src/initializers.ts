// Initial weights. An initializer scales random numbers by the fans of a weight: how many inputs feed one output
// (fan in) and how many outputs one input feeds (fan out).
import { printShape, type Shape, sizeOf } from './graph/shape.js';
import type { RandomStream } from './random.js';

/** Fills a new tensor of a shape, drawing from a stream. */
export type Initializer = (shape: Shape, stream: RandomStream) => Float32Array;

/** Number of connections of a weight, seen from its outputs and from its inputs. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * The fans of a dense weight [out, in] or a convolution's [out, in, kernelHeight, kernelWidth]: the number of input or
 * output channels times the size of the kernel.
 *
 * @throws RangeError if the shape has fewer than two axes
 */
export function fansOf(shape: Shape): Fans {
  const [outputs, inputs, ...kernel] = shape;
  if (outputs === undefined || inputs === undefined) {
    throw new RangeError(
      `initializer: a weight needs the axes [out, in, ...kernel], got shape ${printShape(shape)}`,
    );
  }
  return { fanIn: inputs * sizeOf(kernel), fanOut: outputs * sizeOf(kernel) };
}

/** Options of the Glorot initializers. */
export interface GlorotOptions {
  /** Factor of the standard deviation; 1 by default. `gain` of @rectify/activations gives an activation's. */
  readonly gain?: number;
}

/** Options of the He initializers. */
export interface HeOptions {
  /** Factor of the standard deviation; sqrt(2), ReLU's, by default. */
  readonly gain?: number;
  /** `in` (the default) keeps the scale of the signal from layer to layer, `out` that of its gradient. */
  readonly fan?: 'in' | 'out';
}

/**
 * Normal with standard deviation gain / sqrt(fan) (He et al. 2015, equations 10 and 14).
 *
 * @throws RangeError if the gain is no finite number from 0 up
 */
export function heNormal(options: HeOptions = {}): Initializer {
  return normal(heDeviation(options));
}

/** Uniform with the standard deviation of `heNormal`. */
export function heUniform(options: HeOptions = {}): Initializer {
  return uniform(heDeviation(options));
}

/**
 * Normal with standard deviation gain * sqrt(2 / (fanIn + fanOut)) (Glorot, Bengio 2010, equation 12).
 *
 * @throws RangeError if the gain is no finite number from 0 up
 */
export function glorotNormal(options: GlorotOptions = {}): Initializer {
  return normal(glorotDeviation(options));
}

/** Uniform with the standard deviation of `glorotNormal` (equation 16). */
export function glorotUniform(options: GlorotOptions = {}): Initializer {
  return uniform(glorotDeviation(options));
}

/** Normal with standard deviation 1 / sqrt(fanIn) (LeCun et al. 1998, equation 16). */
export function lecunNormal(): Initializer {
  return heNormal({ gain: 1 });
}

/** Uniform with the standard deviation of `lecunNormal`. */
export function lecunUniform(): Initializer {
  return heUniform({ gain: 1 });
}

/** Every element is `value`. */
export function constantInitializer(value: number): Initializer {
  return (shape) => new Float32Array(sizeOf(shape)).fill(value);
}

/** Every element is 0. */
export const zeros: Initializer = constantInitializer(0);

type Deviation = (fans: Fans) => number;

function heDeviation({ gain = Math.SQRT2, fan = 'in' }: HeOptions): Deviation {
  checkGain(gain);
  return ({ fanIn, fanOut }) => gain / Math.sqrt(fan === 'in' ? fanIn : fanOut);
}

function glorotDeviation({ gain = 1 }: GlorotOptions): Deviation {
  checkGain(gain);
  return ({ fanIn, fanOut }) => gain * Math.sqrt(2 / (fanIn + fanOut));
}

function checkGain(gain: number): void {
  if (gain >= 0 && gain < Infinity) return;
  throw new RangeError(`initializer: gain must be a finite number from 0 up, got ${gain}`);
}

function normal(deviationOf: Deviation): Initializer {
  return (shape, stream) => {
    const deviation = deviationOf(fansOf(shape));
    return new Float32Array(sizeOf(shape)).map(() => deviation * stream.normal());
  };
}

/** The interval [-bound, bound) of a standard deviation has the bound sqrt(3) * deviation. */
function uniform(deviationOf: Deviation): Initializer {
  return (shape, stream) => {
    const bound = Math.sqrt(3) * deviationOf(fansOf(shape));
    return new Float32Array(sizeOf(shape)).map(() => stream.uniform(-bound, bound));
  };
}
