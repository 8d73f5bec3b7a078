// One row for each operation: how ONNX says it. Which nodes to choose was decided by profiles of
// ONNX Runtime on CPU; where the obvious choice is slow, the row says so.
import type { OperationName } from '../../graph/operationSet.js';
import { sizeOf } from '../../graph/shape.js';
import type { Value } from '../../graph/value.js';
import { convolutionLowerings } from './convolutionLowerings.js';
import { isRowSum } from './fusions.js';
import { float, type GraphWriter, sumRows } from './graphWriter.js';
import type { Lowering, LoweringSite, LoweringTable } from './lowering.js';
import { poolingLowerings } from './poolingLowerings.js';
import { emitRectifier } from './rectifierNodes.js';

const plain =
  (opType: string) =>
  ({ inputs, writer }: Pick<LoweringSite, 'inputs' | 'writer'>): string =>
    writer.emit(opType, inputs);

/**
 * Gemm where both operands are plain matrices, with the bias that a fusion appended to the inputs;
 * ONNX's MatMul cannot read an operand transposed.
 */
const lowerMatmul: Lowering<'matmul'> = ({ value, inputs, writer }) => {
  const { transposeA, transposeB } = value.attributes;
  const rank = value.shape.length;
  if (rank === 2) {
    if (isNarrowGradient(value) && inputs.length === 2) return lowerNarrowGradient(inputs, writer);
    return writer.emit('Gemm', inputs, { transA: Number(transposeA), transB: Number(transposeB) });
  }
  const [a, b] = inputs;
  const perm = [...value.shape.keys()].slice(0, -2).concat(rank - 1, rank - 2);
  const read = (name: string, transposed: boolean): string =>
    transposed ? writer.emit('Transpose', [name], { perm }) : name;
  return writer.emit('MatMul', [read(a as string, transposeA), read(b as string, transposeB)]);
};

/**
 * Whether it is the weight gradient of a layer with few inputs, such as an agent's first one: a^T b of few columns. The
 * runtime computes on 16 columns at once, whether they are there or not.
 */
function isNarrowGradient({ attributes: { transposeA, transposeB }, shape }: Value<'matmul'>): boolean {
  const [rows = 0, columns = 0] = shape;
  // With one column the product has an algorithm of its own, and other last bits.
  return transposeA && !transposeB && rows >= 64 && columns > 1 && columns <= 8;
}

/** a^T b as the transpose of b^T a, whose columns are many: half of the time, and the same bits. */
function lowerNarrowGradient([a, b]: readonly string[], writer: GraphWriter): string {
  const turn = (matrix: string): string => writer.emit('Transpose', [matrix], { perm: [1, 0] });
  // A Gemm would take the transposition that follows over, and be the first form again.
  return turn(writer.emit('MatMul', [turn(b as string), a as string]));
}

const lowerRectifier = ({
  value,
  inputs: [x],
  writer,
}: LoweringSite<'relu'> | LoweringSite<'leakyRelu'>): string => emitRectifier(value, x as string, writer);

/** relu(x) + slope * min(x, 0): PRelu itself takes ten times as long on a feature map. */
const lowerPrelu: Lowering<'prelu'> = ({ inputs: [x, slope], writer }) => {
  const negative = writer.emit('Min', [x as string, writer.constant([0], [])]);
  const sloped = writer.emit('Mul', [negative, slope as string]);
  return writer.emit('Add', [writer.emit('Relu', [x as string]), sloped]);
};

const lowerReduceSum: Lowering<'reduceSum'> = ({ value, inputs: [x], writer }) =>
  isRowSum(value)
    ? sumRows(x as string, (value.inputs[0] as Value).shape[0] as number, writer)
    : writer.emit('ReduceSum', [x as string, writer.integers(value.attributes.axes)]);

const lowerSlice: Lowering<'slice'> = ({ value, inputs: [x], writer }) => {
  if (value.shape.length === 0) return x as string;
  const { starts, ends, steps } = value.attributes;
  const sizes = (value.inputs[0] as Value).shape;
  const axes = sizes.flatMap((size, axis) =>
    starts[axis] === 0 && ends[axis] === size && steps[axis] === 1 ? [] : [axis],
  );
  const pick = (values: readonly number[]): string =>
    writer.integers(axes.map((axis) => values[axis] as number));
  return writer.emit('Slice', [x as string, pick(starts), pick(ends), writer.integers(axes), pick(steps)]);
};

/** Without steps it is padding; with steps each flat position is known ahead and is scattered to. */
const lowerUnslice: Lowering<'unslice'> = ({ value, inputs: [x], writer }) => {
  const { starts, steps, shape } = value.attributes;
  const taken = (value.inputs[0] as Value).shape;
  if (shape.length === 0) return x as string;
  if (steps.every((step) => step === 1)) {
    const after = shape.map((size, axis) => size - (starts[axis] as number) - (taken[axis] as number));
    return writer.emit('Pad', [x as string, writer.integers([...starts, ...after])]);
  }
  const positions = Array.from({ length: sizeOf(taken) }, (_, flat) => {
    let rest = flat;
    let position = 0;
    let stride = 1;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = taken[axis] as number;
      position += ((starts[axis] as number) + (rest % size) * (steps[axis] as number)) * stride;
      rest = Math.floor(rest / size);
      stride *= shape[axis] as number;
    }
    return position;
  });
  const zeros = writer.emit('ConstantOfShape', [writer.integers([sizeOf(shape)])]);
  const flat = writer.emit('Reshape', [x as string, writer.integers([-1])]);
  const scattered = writer.emit('ScatterElements', [zeros, writer.integers(positions), flat]);
  return writer.emit('Reshape', [scattered, writer.integers(shape)]);
};

/**
 * A leading 0 copies the batch axis and a leading -1 is whatever is left, such as batch times steps, so that an exported
 * model keeps the batch axis dynamic.
 */
const lowerReshape: Lowering<'reshape'> = ({ value, inputs: [x], writer }) => {
  const { shape } = value.attributes;
  const keepsBatch = shape.length > 1 && shape[0] === (value.inputs[0] as Value).shape[0];
  const stated = shape.length === 0 ? shape : shape.with(0, keepsBatch ? 0 : -1);
  return writer.emit('Reshape', [x as string, writer.integers(stated)]);
};

/** Expand keeps an axis where 1 is asked for: axes that do not stretch, the batch among them, are left as they are. */
const lowerBroadcastTo: Lowering<'broadcastTo'> = ({ value, inputs: [x], writer }) => {
  const own = (value.inputs[0] as Value).shape;
  const added = value.shape.length - own.length;
  const stated = value.shape.map((size, axis) => (own[axis - added] === size ? 1 : size));
  return writer.emit('Expand', [x as string, writer.integers(stated)]);
};

/** ONNX's OneHot refuses a scalar index. */
const lowerOneHot: Lowering<'oneHot'> = ({ value, inputs: [index], writer }) => {
  const { depth } = value.attributes;
  const isScalar = value.shape.length === 1;
  const list = isScalar ? writer.emit('Reshape', [index as string, writer.integers([1])]) : (index as string);
  const hot = writer.emit('OneHot', [
    list,
    writer.constant([depth], [], 'int32'),
    writer.constant([0, 1], [2]),
  ]);
  return isScalar ? writer.emit('Reshape', [hot, writer.integers([depth])]) : hot;
};

const lowerUpsample: Lowering<'upsampleNearest'> = ({ value, inputs: [x], writer }) => {
  const { scale } = value.attributes;
  return writer.emit('Resize', [x as string, '', writer.constant([1, 1, scale, scale], [4])], {
    mode: 'nearest',
    coordinate_transformation_mode: 'asymmetric',
    nearest_mode: 'floor',
  });
};

/** Batch normalisation with mean 0 and variance 1 is an affine map per channel in a single pass. */
const lowerChannelAffine: Lowering<'channelAffine'> = ({ value, inputs: [x, factor, offset], writer }) => {
  const channels = value.shape[1] as number;
  const zeros = writer.constant(new Float32Array(channels), [channels]);
  const ones = writer.constant(new Float32Array(channels).fill(1), [channels]);
  return writer.emit('BatchNormalization', [x as string, factor as string, offset as string, zeros, ones], {
    epsilon: float(0),
  });
};

/**
 * Batch normalisation of x by its own moments: names of the map, the mean and the biased variance. ONNX mixes the moments
 * with running ones; momentum 0 takes them as they are. The runtime writes them over its inputs, which therefore must be
 * two tensors that nothing else reads, and no constants.
 */
export function normalizeBatch(
  { attributes }: Value<'batchNorm'>,
  inputs: readonly string[],
  writer: GraphWriter,
): string[] {
  const [x, scale, offset] = inputs as readonly [string, string, string];
  const zeros = [scale, offset].map((perChannel) => writer.emit('Sub', [perChannel, perChannel]));
  return writer.emitMany('BatchNormalization', [x, scale, offset, ...zeros], 3, {
    epsilon: float(attributes.epsilon),
    momentum: float(0),
    training_mode: 1,
  });
}

const leaf = ({ value }: LoweringSite): string => {
  throw new Error(`${value.operation} is a leaf and is not lowered`);
};

export const lowerings = {
  input: leaf,
  variable: leaf,
  constant: ({ value, writer }) => writer.constant(value.attributes.data, value.shape, value.dataType),

  add: plain('Add'),
  sub: plain('Sub'),
  mul: plain('Mul'),
  div: plain('Div'),
  maximum: plain('Max'),
  minimum: plain('Min'),
  neg: plain('Neg'),
  abs: plain('Abs'),
  sign: plain('Sign'),
  exp: plain('Exp'),
  log: plain('Log'),
  sqrt: plain('Sqrt'),
  atan: plain('Atan'),
  erf: plain('Erf'),
  power: ({ value, inputs: [x], writer }) =>
    writer.emit('Pow', [x as string, writer.constant([value.attributes.exponent], [])]),
  clamp: ({ value: { attributes }, inputs: [x], writer }) =>
    writer.emit('Clip', [
      x as string,
      writer.constant([attributes.low], []),
      writer.constant([attributes.high], []),
    ]),

  relu: lowerRectifier,
  leakyRelu: lowerRectifier,
  prelu: lowerPrelu,
  elu: ({ value, inputs, writer }) => writer.emit('Elu', inputs, { alpha: float(value.attributes.alpha) }),
  sigmoid: plain('Sigmoid'),
  tanh: plain('Tanh'),
  softplus: plain('Softplus'),

  greater: plain('Greater'),
  equal: plain('Equal'),
  where: plain('Where'),
  argMax: ({ value, inputs, writer }) => {
    const index = writer.emit('ArgMax', inputs, { axis: value.attributes.axis, keepdims: 0 });
    return writer.emit('Cast', [index], { to: 6 });
  },
  oneHot: lowerOneHot,
  toFloat: ({ inputs, writer }) => writer.emit('Cast', inputs, { to: 1 }),
  stopGradient: ({ inputs }) => inputs[0] as string,

  matmul: lowerMatmul,
  ...convolutionLowerings,

  reduceSum: lowerReduceSum,
  reduceMax: ({ value, inputs: [x], writer }) =>
    writer.emit('ReduceMax', [x as string, writer.integers(value.attributes.axes)]),

  reshape: lowerReshape,
  broadcastTo: lowerBroadcastTo,
  transpose: ({ value, inputs, writer }) =>
    writer.emit('Transpose', inputs, { perm: value.attributes.permutation }),
  concat: ({ value, inputs, writer }) => writer.emit('Concat', inputs, { axis: value.attributes.axis }),
  slice: lowerSlice,
  unslice: lowerUnslice,
  pad: ({ value: { attributes }, inputs: [x], writer }) =>
    writer.emit('Pad', [
      x as string,
      writer.integers([...attributes.before, ...attributes.after]),
      writer.constant([attributes.value], []),
    ]),
  gather: ({ value, inputs, writer }) =>
    writer.emit('GatherElements', inputs, { axis: value.attributes.axis }),
  scatterAdd: ({ value, inputs: [x, index], writer }) => {
    const zeros = writer.emit('ConstantOfShape', [writer.integers(value.shape)]);
    return writer.emit('ScatterElements', [zeros, index as string, x as string], {
      axis: value.attributes.axis,
      reduction: 'add',
    });
  },

  ...poolingLowerings,
  upsampleNearest: lowerUpsample,
  channelAffine: lowerChannelAffine,
  batchNorm: ({ value, inputs, writer }) =>
    writer.emit('BatchNormalization', inputs, { epsilon: float(value.attributes.epsilon) }),
} satisfies LoweringTable<OperationName>;
