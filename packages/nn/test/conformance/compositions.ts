// How each operation of the reference data is built from operations of the graph.
import * as arithmetic from '../../src/graph/arithmetic.js';
import { argMax } from '../../src/graph/choice.js';
import { scalar } from '../../src/graph/leaves.js';
import { conv2d } from '../../src/graph/linearAlgebra.js';
import { averagePool2d, maxPool2d, upsampleNearest } from '../../src/graph/maps.js';
import { broadcastTo, concat, gather, pad, reshape, slice, transpose } from '../../src/graph/movement.js';
import {
  logSumExp,
  type ReductionOptions,
  reduceMax,
  reduceMean,
  reduceSum,
  variance,
} from '../../src/graph/reductions.js';
import { normalizeAxis } from '../../src/graph/shape.js';
import { logSoftmax, softmax } from '../../src/graph/softmax.js';
import type { Value } from '../../src/graph/value.js';
import { batchNorm } from '../../src/layers/batchNorm.js';
import { layerNorm } from '../../src/layers/layerNorm.js';
import { trace } from '../../src/trace.js';
import { broadcastMatmul } from './broadcastMatmul.js';
import type { GoldenParams } from './goldenCase.js';

const { add, clamp, div, maximum, minimum, mul, neg, power, sqrt, square, sub } = arithmetic;

/** The inputs of all operations; a case has those of its own, and may lack a bias or an affine map. */
export interface CaseInputs extends Readonly<Record<'a' | 'b' | 'x' | 'index', Value>> {
  readonly weight: Value;
  readonly bias?: Value;
  readonly running_mean: Value;
  readonly running_var: Value;
}

/** What a case computes; names other than `output` are those of the reference data. */
export interface CaseResults {
  readonly output: Value;
  readonly [name: string]: Value;
}

type Composition = (inputs: CaseInputs, params: GoldenParams) => CaseResults;

const unary =
  (f: (x: Value) => Value): Composition =>
  ({ x }) => ({ output: f(x) });
const binary =
  (f: (a: Value, b: Value) => Value): Composition =>
  ({ a, b }) => ({ output: f(a, b) });

/** Compositions by name of the operation. */
export const compositions: Readonly<Record<string, Composition>> = {
  add: binary(add),
  sub: binary(sub),
  mul: binary(mul),
  div: binary(div),
  maximum: binary(maximum),
  minimum: binary(minimum),
  matmul: binary(broadcastMatmul),
  exp: unary(arithmetic.exp),
  log: unary(arithmetic.log),
  sqrt: unary(sqrt),
  square: unary(square),
  abs: unary(arithmetic.abs),
  neg: unary(neg),
  pow: ({ x }, { exponent }) => ({ output: power(x, exponent) }),
  clamp: ({ x }, { min, max }) => ({ output: clamp(x, min, max) }),

  dense: ({ x, weight, bias }) => {
    const product = broadcastMatmul(x, transpose(weight, [1, 0]));
    return { output: bias === undefined ? product : add(product, bias) };
  },
  conv2d: ({ x, weight, bias }, params) => {
    const map = conv2d(x, weight, windowOf(params));
    return { output: bias === undefined ? map : add(map, reshape(bias, [...bias.shape, 1, 1])) };
  },
  max_pool2d: ({ x }, params) => ({
    output: maxPool2d(x, { ...windowOf(params), kernel: pair(params.kernel) }),
  }),
  avg_pool2d: ({ x }, { kernel, stride }) => ({
    output: averagePool2d(x, { kernel: pair(kernel), strides: pair(stride), padding: [0, 0, 0, 0] }),
  }),
  global_avg_pool2d: unary((x) => reduceMean(x, { axes: [2, 3] })),
  upsample_nearest_x2: ({ x }, { scale }) => ({ output: upsampleNearest(x, scale) }),

  batch_norm: ({ x, weight, bias, running_mean, running_var }, { training, momentum, eps }) => {
    const parameters: Record<string, Value | undefined> = { scale: weight, offset: bias };
    const running: Record<string, Value> = { mean: running_mean, variance: running_var };
    const { output, statistics } = trace(batchNorm({ momentum, epsilon: eps }), x, {
      training,
      parameter: (name) => parameters[name] as Value,
      statistic: (name) => running[name] as Value,
    });
    return {
      output,
      running_mean_after: statistics.get('mean') ?? running_mean,
      running_var_after: statistics.get('variance') ?? running_var,
    };
  },
  layer_norm: ({ x, weight, bias }, { normalized_shape, eps }) => {
    const filled = (value: number): Value => broadcastTo(scalar(value), normalized_shape);
    const isAffine = bias !== undefined;
    const parameters: Record<string, Value> = isAffine
      ? { scale: weight, offset: bias }
      : { scale: filled(1), offset: filled(0) };
    const { output } = trace(layerNorm({ axes: normalized_shape.length, epsilon: eps }), x, {
      training: true,
      parameter: (name) => parameters[name] as Value,
      statistic: (name) => parameters[name] as Value,
    });
    return { output };
  },
  softmax: ({ x }, { axis }) => ({ output: softmax(x, axis) }),
  log_softmax: ({ x }, { axis }) => ({ output: logSoftmax(x, axis) }),
  logsumexp: ({ x }, { axis, keepdim }) => ({ output: logSumExp(x, axis, keepdim) }),

  concat: (inputs, { axis }) => ({ output: concat(Object.values(inputs), axis) }),
  pad: ({ x }, { pads, value }) => {
    const [before, after] = [pads.map(([amount]) => amount), pads.map(([, amount]) => amount)];
    return { output: pad(x, before, after, value) };
  },
  slice: ({ x }, { slices }) => ({
    output: slice(
      x,
      slices.map(([start, end, step]) => ({ start, end, step })),
    ),
  }),
  transpose: ({ x }, { perm }) => ({ output: transpose(x, perm) }),
  reshape: ({ x }, { shape }) => ({ output: reshape(x, shape) }),
  gather: ({ x, index }, { axis }) => ({ output: gather(x, index, axis) }),

  sum: ({ x }, params) => ({ output: reduceSum(x, reductionOf(params)) }),
  mean: ({ x }, params) => ({ output: reduceMean(x, reductionOf(params)) }),
  var: ({ x }, params) => ({
    output: variance(x, { ...reductionOf(params), correction: params.correction }),
  }),
  argmax: ({ x }, { axis }) => ({ output: argMax(x, axis) }),
  reduce_max: ({ x }, params) => extremum(x, params),
  reduce_min: ({ x }, params) => {
    const { output, ...indices } = extremum(neg(x), params);
    return { output: neg(output), ...indices };
  },
};

/** With the tie rule `index` the first maximum alone is taken, and receives the gradient. */
function extremum(x: Value, params: GoldenParams): CaseResults {
  const [axis] = params.axes ?? [];
  if (params.tie_rule === 'even' || axis === undefined) return { output: reduceMax(x, reductionOf(params)) };
  const indices = argMax(x, axis);
  const kept = x.shape.with(normalizeAxis('extremum', axis, x.shape.length), 1);
  const taken = gather(x, reshape(indices, kept), axis);
  return { output: params.keepdim ? taken : reshape(taken, indices.shape), indices };
}

function reductionOf({ axes, keepdim }: GoldenParams): ReductionOptions {
  return axes === null ? { keepDims: keepdim } : { axes, keepDims: keepdim };
}

function windowOf({ stride, padding }: GoldenParams) {
  const [top, left, bottom, right] =
    typeof padding === 'number'
      ? [padding, padding, padding, padding]
      : [padding.top, padding.left, padding.bottom, padding.right];
  return { strides: pair(stride), padding: [top, left, bottom, right] } as const;
}

function pair(size: number | readonly [number, number]): readonly [number, number] {
  return typeof size === 'number' ? [size, size] : size;
}
