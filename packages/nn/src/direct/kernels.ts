// How one example passes an operation in plain JavaScript: a loop over buffers that were allocated ahead.
import { erf } from '@rectify/activations';
import type { OperationName } from '../graph/operationSet.js';
import { sizeOf } from '../graph/shape.js';
import type { Value } from '../graph/value.js';

/** Fills the output of one operation from the buffers of its inputs. */
export type Kernel = () => void;

/** What a kernel is made from: the operation, the buffers of its inputs, and the one to fill. */
interface Site<Name extends OperationName> {
  readonly value: Value<Name>;
  readonly inputs: readonly Float32Array[];
  readonly output: Float32Array;
}

type MakeKernel<Name extends OperationName> = (site: Site<Name>) => Kernel | null;

const unary =
  (f: (x: number) => number) =>
  ({ inputs: [x], output }: Pick<Site<'neg'>, 'inputs' | 'output'>): Kernel =>
  () => {
    for (let i = 0; i < output.length; i++) output[i] = f((x as Float32Array)[i] as number);
  };

/** Operands of the output's size or of size 1; a batch of one example rarely needs another broadcast. */
const binary =
  (f: (a: number, b: number) => number) =>
  ({ inputs, output }: Pick<Site<'add'>, 'inputs' | 'output'>): Kernel | null => {
    const [a, b] = inputs as [Float32Array, Float32Array];
    if (![a, b].every(({ length }) => length === 1 || length === output.length)) return null;
    const [strideA, strideB] = [a.length === 1 ? 0 : 1, b.length === 1 ? 0 : 1];
    return () => {
      for (let i = 0; i < output.length; i++)
        output[i] = f(a[i * strideA] as number, b[i * strideB] as number);
    };
  };

function rowTimesTransposed({ value, inputs, output }: Site<'matmul'>): Kernel | null {
  const { transposeA, transposeB } = value.attributes;
  const [x, weights] = inputs as [Float32Array, Float32Array];
  if (transposeA || !transposeB || output.length * x.length !== weights.length) return null;
  return () => multiply(x, weights, output);
}

/**
 * A row [K] times a matrix that is stored with one row per output, [N, K]. Four sums at a time keep the processor's
 * units busy; parameters rather than captured variables keep the buffers in registers.
 */
function multiply(x: Float32Array, weights: Float32Array, output: Float32Array): void {
  const size = x.length;
  const whole = size - (size % 4);
  let place = 0;
  for (let unit = 0; unit < output.length; unit++) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = 0; i < whole; i += 4, place += 4) {
      a += (x[i] as number) * (weights[place] as number);
      b += (x[i + 1] as number) * (weights[place + 1] as number);
      c += (x[i + 2] as number) * (weights[place + 2] as number);
      d += (x[i + 3] as number) * (weights[place + 3] as number);
    }
    for (let i = whole; i < size; i++, place++) a += (x[i] as number) * (weights[place] as number);
    output[unit] = a + b + (c + d);
  }
}

/** Parts of which all axes ahead of the joined one have size 1. */
function joinedEndToEnd({ value, inputs, output }: Site<'concat'>): Kernel | null {
  if (sizeOf(value.shape.slice(0, value.attributes.axis)) !== 1) return null;
  return () => {
    let place = 0;
    for (const part of inputs) {
      output.set(part, place);
      place += part.length;
    }
  };
}

function sumOfAll({ inputs: [x], output }: Site<'reduceSum'>): Kernel | null {
  if (output.length !== 1) return null;
  return () => {
    output[0] = (x as Float32Array).reduce((sum, element) => sum + element, 0);
  };
}

/**
 * The operations that small dense networks are made of. An operation that is missing, or a null for a case of it,
 * means that the network is left to an engine.
 */
export const kernels: { readonly [Name in OperationName]?: MakeKernel<Name> } = {
  add: binary((a, b) => a + b),
  sub: binary((a, b) => a - b),
  mul: binary((a, b) => a * b),
  div: binary((a, b) => a / b),
  maximum: binary(Math.max),
  minimum: binary(Math.min),
  neg: unary((x) => -x),
  abs: unary(Math.abs),
  exp: unary(Math.exp),
  erf: unary(erf),
  clamp: (site) => {
    const { low, high } = site.value.attributes;
    return unary((x) => Math.min(Math.max(x, low), high))(site);
  },
  relu: unary((x) => Math.max(x, 0)),
  leakyRelu: (site) => {
    const { negativeSlope } = site.value.attributes;
    return unary((x) => (x > 0 ? x : negativeSlope * x))(site);
  },
  prelu: binary((x, slope) => (x > 0 ? x : slope * x)),
  elu: (site) => {
    const { alpha } = site.value.attributes;
    return unary((x) => (x > 0 ? x : alpha * Math.expm1(x)))(site);
  },
  sigmoid: unary((x) => 1 / (1 + Math.exp(-x))),
  tanh: unary(Math.tanh),
  softplus: unary((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  concat: joinedEndToEnd,
  matmul: rowTimesTransposed,
  reduceSum: sumOfAll,
};
