// One row for each ONNX operator that is read: arithmetic, activations, products and normalisation.
import {
  type Activation,
  elu as eluActivation,
  gelu as geluActivation,
  hardswish as hardswishActivation,
  leakyRelu as leakyReluActivation,
  mish as mishActivation,
  prelu as preluActivation,
  relu6 as relu6Activation,
  relu as reluActivation,
  selu as seluActivation,
  sigmoid as sigmoidActivation,
  silu as siluActivation,
  softplus as softplusActivation,
  tanh as tanhActivation,
} from '@rectify/activations';
import {
  abs,
  add,
  atan,
  clamp,
  div,
  erf,
  exp,
  log,
  maximum,
  minimum,
  mul,
  neg,
  power,
  sign,
  sqrt,
  sub,
} from '../../graph/arithmetic.js';
import { equal, greater, toFloat, where } from '../../graph/choice.js';
import { gelu, hardswish, mish, selu, silu } from '../../graph/composedActivations.js';
import { constant } from '../../graph/leaves.js';
import { matmul } from '../../graph/linearAlgebra.js';
import { reshape, transpose } from '../../graph/movement.js';
import { elu, leakyRelu, prelu, relu, sigmoid, softplus, tanh } from '../../graph/rectifiers.js';
import { normalizeAxis, sizeOf } from '../../graph/shape.js';
import { logSoftmax, softmax } from '../../graph/softmax.js';
import type { Value } from '../../graph/value.js';
import { batchNorm } from '../../layers/batchNorm.js';
import { layerNorm } from '../../layers/layerNorm.js';
import type { ImportSite, Item } from './importSite.js';
import { isValue } from './importSite.js';
import { movementRows } from './movementRows.js';
import { windowRows } from './windowRows.js';

/** Turns one node into the values, or known integers, that it makes. */
export type ImportRow = (site: ImportSite) => Item | readonly Item[];

const binary =
  (compute: (a: Value, b: Value) => Value): ImportRow =>
  (site) =>
    compute(site.value(0), site.value(1));

const unary =
  (compute: (x: Value) => Value): ImportRow =>
  (site) =>
    compute(site.value(0));

/** An activation, noted as such, so that inspection finds it. */
function activated(site: ImportSite, chosen: Activation, compute: (x: Value) => Value): Value {
  const preActivation = site.value(0);
  const output = compute(preActivation);
  site.context.scope.enter(site.path).recordActivation({ activation: chosen, preActivation, output });
  return output;
}

const fixed =
  (chosen: Activation, compute: (x: Value) => Value): ImportRow =>
  (site) =>
    activated(site, chosen, compute);

const leakyReluRow: ImportRow = (site) => {
  const negativeSlope = Number(site.float('alpha', 0.01).toPrecision(7));
  return activated(site, leakyReluActivation(negativeSlope), (x) => leakyRelu(x, negativeSlope));
};

const eluRow: ImportRow = (site) => {
  const alpha = Number(site.float('alpha', 1).toPrecision(7));
  return activated(site, eluActivation(alpha), (x) => elu(x, alpha));
};

const preluRow: ImportRow = (site) => {
  const slope = site.weight(1, 'slope');
  return activated(site, preluActivation({ shared: sizeOf(slope.shape) === 1 }), (x) => prelu(x, slope));
};

const geluRow: ImportRow = (site) => {
  const approximation = site.text('approximate', 'none');
  site.require(
    approximation === 'none' || approximation === 'tanh',
    `approximate="${approximation}" is not read`,
  );
  const options = { approximation: approximation as 'none' | 'tanh' };
  return activated(site, geluActivation(options), (x) => gelu(x, options));
};

const clipRow: ImportRow = (site) => {
  const low = site.number(1) ?? site.float('min', Number.NEGATIVE_INFINITY);
  const high = site.number(2) ?? site.float('max', Number.POSITIVE_INFINITY);
  if (low === 0 && high === 6) return activated(site, relu6Activation(), (x) => clamp(x, 0, 6));
  return clamp(site.value(0), low, high);
};

const powRow: ImportRow = (site) => {
  const exponent = site.number(1);
  if (exponent === undefined) throw site.error('it has no exponent');
  const x = site.value(0);
  return exponent === 2 ? mul(x, x) : power(x, exponent);
};

/** A product with a matrix on the right, of rows that may lie along several axes. */
const matmulRow: ImportRow = (site) => {
  const a = site.value(0);
  const b = site.weight(1, 'weight', true);
  if (b.shape.length !== 2 || a.shape.length === 2) return matmul(a, b);
  const inner = a.shape.at(-1) as number;
  const rows = reshape(a, [sizeOf(a.shape) / inner, inner]);
  return reshape(matmul(rows, b), [...a.shape.slice(0, -1), b.shape[1] as number]);
};

const gemmRow: ImportRow = (site) => {
  site.require(
    site.float('alpha', 1) === 1 && site.float('beta', 1) === 1,
    'alpha and beta other than 1 are not read',
  );
  const product = matmul(site.value(0), site.weight(1, 'weight', true), {
    transposeA: site.int('transA', 0) === 1,
    transposeB: site.int('transB', 0) === 1,
  });
  return site.has(2) ? add(product, site.weight(2, 'bias')) : product;
};

/** The layer itself: training on then moves the running statistics. */
const batchNormRow: ImportRow = (site) => {
  site.require(
    site.int('training_mode', 0) === 0,
    'it is in training mode; export the model in evaluation mode',
  );
  const momentum = 1 - site.float('momentum', 0.9);
  const stored: Readonly<Record<string, () => Value>> = {
    scale: () => site.weight(1, 'scale'),
    offset: () => site.weight(2, 'offset'),
    mean: () => site.statistic(3, 'mean'),
    variance: () => site.statistic(4, 'variance'),
  };
  const layer = batchNorm({
    epsilon: site.float('epsilon', 1e-5),
    momentum: momentum > 0 && momentum <= 1 ? Number(momentum.toPrecision(6)) : 0.1,
  });
  const find = (name: string) => (stored[name] as () => Value)();
  const scope = site.context.scope.enter(site.path);
  return layer.apply(site.value(0), { ...scope, parameter: find, statistic: find });
};

const layerNormRow: ImportRow = (site) => {
  const x = site.value(0);
  const axis = normalizeAxis(`node "${site.node.name}"`, site.int('axis', -1), x.shape.length);
  const axes = x.shape.length - axis;
  const stored: Readonly<Record<string, () => Value>> = {
    scale: () => site.weight(1, 'scale'),
    offset: () =>
      site.has(2) ? site.weight(2, 'offset') : constant(new Float32Array(1), new Array<number>(axes).fill(1)),
  };
  const layer = layerNorm({ axes, epsilon: site.float('epsilon', 1e-5) });
  const scope = site.context.scope.enter(site.path);
  return layer.apply(x, { ...scope, parameter: (name) => (stored[name] as () => Value)() });
};

const alongAxis =
  (compute: (x: Value, axis: number) => Value): ImportRow =>
  (site) =>
    compute(site.value(0), site.int('axis', -1));

/** Bytes become numbers; what is a number already stays as it is. */
const castRow: ImportRow = (site) => {
  const [item] = site.operands;
  return item !== undefined && isValue(item) ? toFloat(item) : (item as Item);
};

const asIs: ImportRow = (site) => site.operands[0] as Item;

const reduced =
  (compute: (a: Value, b: Value) => Value): ImportRow =>
  (site) =>
    site.operands
      .slice(1)
      .reduce<Value>((sum, _, index) => compute(sum, site.value(index + 1)), site.value(0));

/** Every operator that is read. */
export const importRows: Readonly<Record<string, ImportRow>> = {
  Add: binary(add),
  Sub: binary(sub),
  Mul: binary(mul),
  Div: binary(div),
  Sum: reduced(add),
  Max: reduced(maximum),
  Min: reduced(minimum),
  Neg: unary(neg),
  Abs: unary(abs),
  Sign: unary(sign),
  Exp: unary(exp),
  Log: unary(log),
  Sqrt: unary(sqrt),
  Atan: unary(atan),
  Erf: unary(erf),
  Greater: binary(greater),
  Less: binary((a, b) => greater(b, a)),
  Equal: binary(equal),
  Where: (site) => where(site.value(0), site.value(1), site.value(2)),
  Pow: powRow,
  Clip: clipRow,

  Relu: fixed(reluActivation(), relu),
  LeakyRelu: leakyReluRow,
  PRelu: preluRow,
  Elu: eluRow,
  Selu: fixed(seluActivation(), selu),
  Gelu: geluRow,
  HardSwish: fixed(hardswishActivation(), hardswish),
  Silu: fixed(siluActivation(), silu),
  Mish: fixed(mishActivation(), mish),
  Softplus: fixed(softplusActivation(), softplus),
  Sigmoid: fixed(sigmoidActivation(), sigmoid),
  Tanh: fixed(tanhActivation(), tanh),
  Softmax: alongAxis(softmax),
  LogSoftmax: alongAxis(logSoftmax),

  Gemm: gemmRow,
  MatMul: matmulRow,
  BatchNormalization: batchNormRow,
  LayerNormalization: layerNormRow,

  Cast: castRow,
  Identity: asIs,
  Dropout: asIs,
  Transpose: (site) => {
    const x = site.weightOrValue('weight');
    return transpose(x, site.ints('perm') ?? [...x.shape.keys()].reverse());
  },
  ...movementRows,
  ...windowRows,
};
