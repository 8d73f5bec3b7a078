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
  ({ inputs: [x], output }: Pick<Site<'neg'>, 'inputs' | 'output'>): Kernel =>
  () =>
    loop(x as Float32Array, output);

const unary = (f: (x: number) => number) =>
  unaryBy((x, output) => {
    for (let i = 0; i < output.length; i++) output[i] = f(x[i] as number);
  });

/** Operands of the output's size or of size 1; a batch of one example rarely needs another broadcast. */
const binaryBy =
  (loop: BinaryLoop) =>
  ({ inputs, output }: Pick<Site<'add'>, 'inputs' | 'output'>): Kernel | null => {
    const [a, b] = inputs as [Float32Array, Float32Array];
    if (![a, b].every(({ length }) => length === 1 || length === output.length)) return null;
    const site = { output, strideA: a.length === 1 ? 0 : 1, strideB: b.length === 1 ? 0 : 1 };
    return () => loop(a, b, site);
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

function rowTimesTransposed({ value, inputs, output }: Site<'matmul'>): Kernel | null {
  const { transposeA, transposeB } = value.attributes;
  const [x, weights] = inputs as [Float32Array, Float32Array];
  if (transposeA || !transposeB || output.length * x.length !== weights.length) return null;
  const row = { values: new Float64Array(x.length), columns: new Int32Array(x.length), count: 0 };
  return () => {
    gatherNonzero(x, row);
    multiply(row, weights, output);
  };
}

/** The elements of a row that are not 0, in order: `count` values and their columns. */
interface SparseRow {
  readonly values: Float64Array;
  readonly columns: Int32Array;
  count: number;
}

/** Behind a rectifier half of a row is 0, and what is 0 adds nothing. */
function gatherNonzero(x: Float32Array, row: SparseRow): void {
  const { values, columns } = row;
  let count = 0;
  for (let column = 0; column < x.length; column++) {
    const element = x[column] as number;
    values[count] = element;
    columns[count] = column;
    // No branch, for the reason above: what is 0 is overwritten by the next.
    count += Number(element !== 0);
  }
  row.count = count;
}

/** A row [K] times a matrix that is stored with one row per output, [N, K]. */
function multiply(row: SparseRow, weights: Float32Array, output: Float32Array): void {
  const units = output.length;
  if (units < 8) {
    for (let unit = 0; unit < units; unit++) output[unit] = dotProduct(row, weights, unit);
    return;
  }
  // The last eight outputs may overlap those before them, which are then computed twice.
  for (let unit = 0; unit < units; unit += 8)
    eightDotProducts(row, weights, output, Math.min(unit, units - 8));
}

function dotProduct({ values, columns, count }: SparseRow, weights: Float32Array, unit: number): number {
  const place = unit * values.length;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    sum += (values[i] as number) * (weights[place + (columns[i] as number)] as number);
  }
  return sum;
}

/**
 * Eight outputs at a time keep the processor's units busy; parameters rather than captured variables keep the buffers
 * in registers.
 */
function eightDotProducts(
  { values, columns, count }: SparseRow,
  weights: Float32Array,
  output: Float32Array,
  unit: number,
): void {
  const size = values.length;
  const place = unit * size;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let e = 0;
  let f = 0;
  let g = 0;
  let h = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i] as number;
    const start = place + (columns[i] as number);
    a += value * (weights[start] as number);
    b += value * (weights[start + size] as number);
    c += value * (weights[start + 2 * size] as number);
    d += value * (weights[start + 3 * size] as number);
    e += value * (weights[start + 4 * size] as number);
    f += value * (weights[start + 5 * size] as number);
    g += value * (weights[start + 6 * size] as number);
    h += value * (weights[start + 7 * size] as number);
  }
  output[unit] = a;
  output[unit + 1] = b;
  output[unit + 2] = c;
  output[unit + 3] = d;
  output[unit + 4] = e;
  output[unit + 5] = f;
  output[unit + 6] = g;
  output[unit + 7] = h;
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
  add: binaryBy(addLoop),
  sub: binary((a, b) => a - b),
  mul: binaryBy(mulLoop),
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
