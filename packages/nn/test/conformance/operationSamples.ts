// For every operation: arguments to check it on, and whether it is differentiable.
import type { Computation } from '../../src/engines/reference/row.js';
import * as arithmetic from '../../src/graph/arithmetic.js';
import * as choice from '../../src/graph/choice.js';
import { gradients } from '../../src/graph/gradients.js';
import { constant } from '../../src/graph/leaves.js';
import { conv2d, matmul } from '../../src/graph/linearAlgebra.js';
import * as maps from '../../src/graph/maps.js';
import * as movement from '../../src/graph/movement.js';
import * as rectifiers from '../../src/graph/rectifiers.js';
import { reduceMax, reduceMean, reduceSum, variance } from '../../src/graph/reductions.js';
import { type Shape, sizeOf } from '../../src/graph/shape.js';
import type { Value } from '../../src/graph/value.js';
import type { RandomStream } from '../../src/random.js';
import * as draw from './draw.js';
import { type Argument, type Draw, sample } from './draw.js';

/** How an operation is checked. */
export interface OperationCheck {
  readonly draws: readonly Draw[];
  /** Why no gradient flows through it; absent if one does. */
  readonly notDifferentiable?: string;
}

/** A missing operation is a type error. */
export const operationSamples: { readonly [Name in Computation]: OperationCheck } = {
  constant: check((random) => {
    const [a, b] = draw.broadcastingShapes(random);
    const { data } = draw.normal(random, b);
    return sample({ x: draw.normal(random, a) }, ({ x }) => arithmetic.mul(x, constant(data, b)));
  }),
  add: binary(arithmetic.add),
  sub: binary(arithmetic.sub),
  mul: binary(arithmetic.mul),
  div: binary(arithmetic.div, (random, shape) => draw.normalExcept(random, shape, [0])),
  // Shifted by a quarter, the second argument never equals the first.
  maximum: binary(arithmetic.maximum, shifted, draw.coarse),
  minimum: binary(arithmetic.minimum, shifted, draw.coarse),
  neg: unary(arithmetic.neg),
  abs: unary(arithmetic.abs, awayFrom(0)),
  exp: unary(arithmetic.exp),
  log: unary(arithmetic.log, draw.positive),
  sqrt: unary(arithmetic.sqrt, draw.positive),
  atan: unary(arithmetic.atan),
  erf: unary(arithmetic.erf),
  power: {
    draws: [-1.5, 0, 0.5, 2, 3].map((exponent) =>
      drawUnary((x) => arithmetic.power(x, exponent), draw.positive),
    ),
  },
  clamp: unary((x) => arithmetic.clamp(x, -0.5, 1), awayFrom(-0.5, 1)),

  relu: unary(rectifiers.relu, awayFrom(0)),
  leakyRelu: {
    draws: [0, 0.01, 1.5, -0.5].map((slope) => drawUnary((x) => rectifiers.leakyRelu(x, slope), awayFrom(0))),
  },
  prelu: {
    draws: [prelu((channels) => [channels, 1, 1]), prelu(() => [1]), prelu(() => [])],
  },
  elu: { draws: [1, 0.5].map((alpha) => drawUnary((x) => rectifiers.elu(x, alpha), awayFrom(0))) },
  sigmoid: unary(rectifiers.sigmoid),
  tanh: unary(rectifiers.tanh),
  softplus: unary(rectifiers.softplus),

  sign: { ...unary(arithmetic.sign, draw.coarse), notDifferentiable: 'its derivative is 0' },
  greater: { ...binary(choice.greater, draw.coarse), notDifferentiable: 'a mask' },
  equal: { ...binary(choice.equal, draw.coarse), notDifferentiable: 'a mask' },
  where: check((random) => {
    const [a, b] = draw.broadcastingShapes(random);
    const condition = draw.integers(random, b, { bound: 2, dataType: 'bool' });
    const [chosen, other] = [draw.normal(random, a), draw.normal(random, b)];
    return sample({ condition, chosen, other }, (values) =>
      choice.where(values.condition, values.chosen, values.other),
    );
  }),
  argMax: {
    ...check((random) => {
      const { shape, axis } = shapeAndAxis(random);
      return sample({ x: draw.coarse(random, shape) }, ({ x }) => choice.argMax(x, axis));
    }),
    notDifferentiable: 'an index',
  },
  oneHot: {
    ...check((random) => {
      const index = draw.integers(random, draw.anyShape(random, random.integer(4)), { bound: 4 });
      return sample({ index }, (values) => choice.oneHot(values.index, 4));
    }),
    notDifferentiable: 'its input is an index',
  },
  toFloat: {
    draws: (['int32', 'uint8', 'bool'] as const).map((dataType) => (random: RandomStream) => {
      const x = draw.integers(random, draw.anyShape(random), {
        bound: dataType === 'bool' ? 2 : 200,
        dataType,
      });
      return sample({ x }, (values) => choice.toFloat(values.x));
    }),
    notDifferentiable: 'its input is no float32',
  },
  stopGradient: { ...unary(choice.stopGradient), notDifferentiable: 'its purpose' },

  matmul: {
    draws: [false, true].flatMap((transposeA) =>
      [false, true].map((transposeB) => (random: RandomStream) => {
        const stack = draw.anyShape(random, random.integer(3));
        const [rows, inner, columns] = draw.anyShape(random, 3) as [number, number, number];
        const a = draw.normal(random, [...stack, ...(transposeA ? [inner, rows] : [rows, inner])]);
        const b = draw.normal(random, [...stack, ...(transposeB ? [columns, inner] : [inner, columns])]);
        return sample({ a, b }, (values) => matmul(values.a, values.b, { transposeA, transposeB }));
      }),
    ),
  },
  conv2d: check(drawConvolution),
  conv2dInputGradient: adjoint(drawConvolution, 'x'),
  conv2dFilterGradient: adjoint(drawConvolution, 'filter'),

  reduceSum: check((random) => {
    const { shape, axis } = shapeAndAxis(random);
    return sample({ x: draw.normal(random, shape) }, ({ x }) => reduceSum(x, { axes: [axis] }));
  }),
  reduceMax: check((random) => {
    const { shape, axis } = shapeAndAxis(random);
    return sample({ x: draw.distinct(random, shape) }, ({ x }) => reduceMax(x, { axes: [axis] }));
  }),

  reshape: unary((x) => movement.reshape(x, [1, sizeOf(x.shape)])),
  broadcastTo: check((random) => {
    const [a, b] = draw.broadcastingShapes(random);
    const [narrow, wide] = sizeOf(a) < sizeOf(b) || a.length < b.length ? [a, b] : [b, a];
    return sample({ x: draw.normal(random, narrow) }, ({ x }) => movement.broadcastTo(x, [2, ...wide]));
  }),
  transpose: check((random) => {
    const shape = draw.anyShape(random);
    const permutation = random.shuffle([...shape.keys()]);
    return sample({ x: draw.normal(random, shape) }, ({ x }) => movement.transpose(x, permutation));
  }),
  concat: check((random) => {
    const { shape, axis } = shapeAndAxis(random);
    const [a, b, c] = [shape, shape.with(axis, 1), shape.with(axis, 3)].map((part) =>
      draw.normal(random, part),
    ) as [Argument, Argument, Argument];
    return sample({ a, b, c }, (values) => movement.concat([values.a, values.b, values.c], axis));
  }),
  slice: check(drawSlice),
  unslice: adjoint(drawSlice, 'x'),
  pad: check((random) => {
    const shape = draw.anyShape(random);
    const [before, after] = [shape.map(() => random.integer(3)), shape.map(() => random.integer(3))];
    return sample({ x: draw.normal(random, shape) }, ({ x }) => movement.pad(x, before, after, -0.5));
  }),
  gather: check(drawGather),
  scatterAdd: adjoint(drawGather, 'x'),

  maxPool2d: check(drawMaxPool),
  maxPool2dGradient: withoutRule(adjoint(drawMaxPool, 'x')),
  upsampleNearest: {
    draws: [2, 3].map(
      (scale) => (random: RandomStream) =>
        sample({ x: draw.normal(random, draw.anyShape(random, 4)) }, ({ x }) =>
          maps.upsampleNearest(x, scale),
        ),
    ),
  },
  channelAffine: check((random) => {
    const { x, scale: factor, offset } = drawMap(random);
    return sample({ x, factor, offset }, (values) =>
      maps.channelAffine(values.x, values.factor, values.offset),
    );
  }),
  batchNorm: { draws: [drawFixedBatchNorm, drawBatchNorm] },
};

function check(draws: Draw): OperationCheck {
  return { draws: [draws] };
}

type Fill = (random: RandomStream, shape: Shape) => Argument;

function drawUnary(build: (x: Value) => Value, fill: Fill = draw.normal): Draw {
  return (random) => sample({ x: fill(random, draw.anyShape(random)) }, ({ x }) => build(x));
}

function unary(build: (x: Value) => Value, fill?: Fill): OperationCheck {
  return check(drawUnary(build, fill));
}

function binary(
  build: (a: Value, b: Value) => Value,
  fillB: Fill = draw.normal,
  fillA = fillB,
): OperationCheck {
  return check((random) => {
    const [a, b] = draw.broadcastingShapes(random);
    return sample({ a: fillA(random, a), b: fillB(random, b) }, (values) => build(values.a, values.b));
  });
}

function awayFrom(...kinks: readonly number[]): Fill {
  return (random, shape) => draw.normalExcept(random, shape, kinks);
}

function shifted(random: RandomStream, shape: Shape): Argument {
  return draw.coarse(random, shape, 0.25);
}

/** The gradient of an operation, as an operation of the upstream gradient and the other arguments. */
function adjoint(draws: Draw, withRespectTo: string): OperationCheck {
  return check((random) => {
    const { arguments: args, build } = draws(random);
    const upstream = draw.normal(random, build(draw.inputsOf(args)).shape);
    return sample<string>({ ...args, upstream }, (values) => {
      const [gradient] = gradients(build(values), [values[withRespectTo] as Value], values.upstream);
      return gradient as Value;
    });
  });
}

/** The check of an operation that has a gradient but no rule for it: only its values are compared. */
function withoutRule({ draws }: OperationCheck): OperationCheck {
  const fixed = draws.map(
    (next): Draw =>
      (random) => {
        const { arguments: args, build } = next(random);
        const entries = Object.entries(args).map(([name, argument]) => [
          name,
          { ...argument, isFixed: true },
        ]);
        return { arguments: Object.fromEntries(entries), build };
      },
  );
  return { draws: fixed, notDifferentiable: 'it has no rule: differentiating it is an error' };
}

function shapeAndAxis(random: RandomStream): { shape: Shape; axis: number } {
  const shape = draw.anyShape(random, 1 + random.integer(4));
  return { shape, axis: random.integer(shape.length) };
}

function prelu(slopeShape: (channels: number) => Shape): Draw {
  return (random) => {
    const shape = draw.anyShape(random, 4);
    const x = draw.normalExcept(random, shape, [0]);
    const slope = draw.normal(random, slopeShape(shape[1] as number));
    return sample({ x, slope }, (values) => rectifiers.prelu(values.x, values.slope));
  };
}

function drawConvolution(random: RandomStream) {
  const [batch, channels, filters, groups] = draw.anyShape(random, 4) as [number, number, number, number];
  const kernel = [1 + random.integer(3), 1 + random.integer(3)] as const;
  const strides = [1 + random.integer(2), 1 + random.integer(2)] as const;
  const padding = [random.integer(3), random.integer(3), random.integer(3), random.integer(3)] as const;
  const x = draw.normal(random, [batch, channels * groups, 3 + random.integer(4), 3 + random.integer(4)]);
  const filter = draw.normal(random, [filters * groups, channels, ...kernel]);
  return sample({ x, filter }, (values) => conv2d(values.x, values.filter, { strides, padding, groups }));
}

function drawMaxPool(random: RandomStream) {
  const [batch, channels] = draw.anyShape(random, 2) as [number, number];
  const kernel = [1 + random.integer(3), 1 + random.integer(3)] as const;
  const strides = [1 + random.integer(3), 1 + random.integer(3)] as const;
  const [vertical, horizontal] = kernel.map((size) => random.integer(Math.floor(size / 2) + 1)) as [
    number,
    number,
  ];
  const padding = [vertical, horizontal, vertical, horizontal] as const;
  const x = draw.distinct(random, [batch, channels, 3 + random.integer(4), 3 + random.integer(4)]);
  return sample({ x }, (values) => maps.maxPool2d(values.x, { kernel, strides, padding }));
}

function drawSlice(random: RandomStream) {
  const shape = draw.anyShape(random);
  const ranges = shape.map((size) => {
    const start = random.integer(size);
    return { start, end: start + 1 + random.integer(size - start), step: 1 + random.integer(3) };
  });
  return sample({ x: draw.normal(random, shape) }, ({ x }) => movement.slice(x, ranges));
}

function drawGather(random: RandomStream) {
  const { shape, axis } = shapeAndAxis(random);
  const index = draw.integers(random, shape.with(axis, 1 + random.integer(5)), {
    bound: shape[axis] as number,
  });
  const x = draw.normal(random, shape);
  return sample({ x, index }, (values) => movement.gather(values.x, values.index, axis));
}

/** A map [B, C, ...] of rank 2 to 4 with two or more elements per channel, and a scale and offset per channel. */
function drawMap(random: RandomStream) {
  const [channels, ...inner] = draw.anyShape(random, 1 + random.integer(3)) as [number, ...number[]];
  const x = draw.normal(random, [2 + random.integer(3), channels, ...inner]);
  return { x, scale: draw.normal(random, [channels]), offset: draw.normal(random, [channels]) };
}

function drawFixedBatchNorm(random: RandomStream) {
  const { x, scale, offset } = drawMap(random);
  const mean = { ...draw.normal(random, scale.shape), isFixed: true };
  const deviation = { ...draw.positive(random, scale.shape), isFixed: true };
  return sample({ x, scale, offset, mean, variance: deviation }, ({ x: map, ...perChannel }) =>
    maps.batchNorm(map, perChannel, { epsilon: 1e-3, statistics: 'fixed' }),
  );
}

function drawBatchNorm(random: RandomStream) {
  return sample(drawMap(random), ({ x, scale, offset }) => {
    const axes = x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
    const statistics = { mean: reduceMean(x, { axes }), variance: variance(x, { axes }) };
    return maps.batchNorm(x, { scale, offset, ...statistics }, { epsilon: 1e-3, statistics: 'batch' });
  });
}
