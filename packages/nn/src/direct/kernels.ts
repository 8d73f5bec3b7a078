// How one example passes an operation in plain JavaScript: a loop over buffers that were allocated ahead.
import { erf } from '@rectify/activations';
import type { OperationName } from '../graph/operationSet.js';
import { sizeOf } from '../graph/shape.js';
import type { Value } from '../graph/value.js';
import type { Kernel } from './kernel.js';
import { isPartOfVariable } from './partOfVariable.js';
import { storedProduct } from './rowProduct.js';
import { ScalarProduct } from './scalarProduct.js';
import type { VectorMemory } from './vectorMemory.js';

/** What a kernel is made from: the operation, the buffers of its inputs, and the one to fill. */
export interface KernelSite<Name extends OperationName = OperationName> {
  readonly value: Value<Name>;
  readonly inputs: readonly Float32Array[];
  readonly output: Float32Array;
  /** Where buffers lie that vector instructions reach. */
  readonly memory: VectorMemory | null;
}

type MakeKernel<Name extends OperationName> = (site: KernelSite<Name>) => Kernel | null;

type UnaryLoop = (x: Float32Array, output: Float32Array) => void;

type BinaryLoop = (a: Float32Array, b: Float32Array, site: BinarySite) => void;

interface BinarySite {
  readonly output: Float32Array;
  /** 0 for an operand of size 1, otherwise 1. */
  readonly strideA: number;
  readonly strideB: number;
}

const unaryBy =
  (loop: UnaryLoop) =>
  ({ inputs: [x], output }: Pick<KernelSite<'neg'>, 'inputs' | 'output'>): Kernel => ({
    run: () => loop(x as Float32Array, output),
  });

const unary = (f: (x: number) => number) =>
  unaryBy((x, output) => {
    for (let i = 0; i < output.length; i++) output[i] = f(x[i] as number);
  });

/** Operands of the output's size or of size 1; a batch of one example rarely needs another broadcast. */
const binaryBy =
  (loop: BinaryLoop) =>
  ({ inputs, output }: Pick<KernelSite<'add'>, 'inputs' | 'output'>): Kernel | null => {
    const [a, b] = inputs as [Float32Array, Float32Array];
    if (![a, b].every(({ length }) => length === 1 || length === output.length)) return null;
    const site = { output, strideA: a.length === 1 ? 0 : 1, strideB: b.length === 1 ? 0 : 1 };
    return { run: () => loop(a, b, site) };
  };

const binary = (f: (a: number, b: number) => number) =>
  binaryBy((a, b, { output, strideA, strideB }) => {
    for (let i = 0; i < output.length; i++) output[i] = f(a[i * strideA] as number, b[i * strideB] as number);
  });

// The loop of `unary` and `binary` calls a function for each element, because it is shared by too many of them to be
// compiled with one inside: ten times the cost. What every layer of a small network passes has a loop of its own.
const addLoop: BinaryLoop = (a, b, { output, strideA, strideB }) => {
  for (let i = 0; i < output.length; i++) output[i] = (a[i * strideA] as number) + (b[i * strideB] as number);
};

const mulLoop: BinaryLoop = (a, b, { output, strideA, strideB }) => {
  for (let i = 0; i < output.length; i++) output[i] = (a[i * strideA] as number) * (b[i * strideB] as number);
};

// On which side of the kink an element lies is a toss of a coin: a branch on it is foretold wrongly half of the time, which
// costs four times the loop (0.9 us for 120 elements instead of 0.2). So none of these loops has one.
const preluLoop: BinaryLoop = (x, slope, { output, strideA, strideB }) => {
  const factors = Float64Array.of(0, 1);
  for (let i = 0; i < output.length; i++) {
    const element = x[i * strideA] as number;
    factors[0] = slope[i * strideB] as number;
    output[i] = (factors[Number(element > 0)] as number) * element;
  }
};

const reluLoop: UnaryLoop = (x, output) => {
  for (let i = 0; i < output.length; i++) {
    const element = x[i] as number;
    output[i] = element === -Infinity ? 0 : (element + Math.abs(element)) / 2;
  }
};

const leakyReluLoop = (negativeSlope: number): UnaryLoop => {
  const factors = Float64Array.of(negativeSlope, 1);
  return (x, output) => {
    for (let i = 0; i < output.length; i++) {
      const element = x[i] as number;
      output[i] = (factors[Number(element > 0)] as number) * element;
    }
  };
};

function rowTimesTransposed({ value, inputs, output, memory }: KernelSite<'matmul'>): Kernel | null {
  const { transposeA, transposeB } = value.attributes;
  const [x, weights] = inputs as [Float32Array, Float32Array];
  if (transposeA || !transposeB || output.length * x.length !== weights.length) return null;
  const product = { x, weights, output };
  const isStored = value.inputs[1] !== undefined && isPartOfVariable(value.inputs[1]);
  return isStored ? storedProduct(product, memory) : new ScalarProduct(product);
}

/** Parts of which all axes ahead of the joined one have size 1. */
function joinedEndToEnd({ value, inputs, output }: KernelSite<'concat'>): Kernel | null {
  if (sizeOf(value.shape.slice(0, value.attributes.axis)) !== 1) return null;
  const run = (): void => {
    let place = 0;
    for (const part of inputs) {
      output.set(part, place);
      place += part.length;
    }
  };
  return { run };
}

function sumOfAll({ inputs: [x], output }: KernelSite<'reduceSum'>): Kernel | null {
  if (output.length !== 1) return null;
  const run = (): void => {
    output[0] = (x as Float32Array).reduce((sum, element) => sum + element, 0);
  };
  return { run };
}

/**
 * The operations that small dense networks are made of. An operation that is missing, or a null for a case of it,
 * means that the network is left to an engine.
 */
export const kernels: { readonly [Name in OperationName]?: MakeKernel<Name> } = {
  add: binaryBy(addLoop),
  sub: binary((a, b) => a - b),
  mul: binaryBy(mulLoop),
  div: binary((a, b) => a / b),
  maximum: binary(Math.max),
  minimum: binary(Math.min),
  neg: unary((x) => -x),
  abs: unary(Math.abs),
  sign: unary(Math.sign),
  sqrt: unary(Math.sqrt),
  exp: unary(Math.exp),
  erf: unary(erf),
  clamp: (site) => {
    const { low, high } = site.value.attributes;
    return unary((x) => Math.min(Math.max(x, low), high))(site);
  },
  relu: unaryBy(reluLoop),
  leakyRelu: (site) => unaryBy(leakyReluLoop(site.value.attributes.negativeSlope))(site),
  prelu: binaryBy(preluLoop),
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
