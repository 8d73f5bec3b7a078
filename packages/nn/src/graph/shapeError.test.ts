import { describe, expect, it } from 'vitest';
import { add } from './arithmetic.js';
import { equal, greater, where } from './choice.js';
import { input } from './leaves.js';
import { conv2d, matmul } from './linearAlgebra.js';
import { batchNorm, channelAffine, maxPool2d, upsampleNearest } from './maps.js';
import { broadcastTo, concat, gather, reshape, slice, transpose } from './movement.js';
import { reduceSum } from './reductions.js';
import { ShapeError } from './shapeError.js';

const value = (...shape: number[]) => input('x', shape);
const window = { strides: [1, 1], padding: [0, 0, 0, 0] } as const;

describe('shape errors', () => {
  it.each([
    ['add: shapes [2, 3] and [2] do not broadcast (inputs [2, 3], [2])', () => add(value(2, 3), value(2))],
    [
      'where: shapes [2, 3] and [4] do not broadcast (inputs [2, 1], [3], [4])',
      () => where(input('mask', [2, 1], 'bool'), value(3), value(4)),
    ],
    [
      'matmul: the inner sizes 3 and 4 differ (inputs [2, 3], [4, 5])',
      () => matmul(value(2, 3), value(4, 5)),
    ],
    [
      'matmul: the inner sizes 2 and 4 differ (inputs [2, 3], [4, 5])',
      () => matmul(value(2, 3), value(4, 5), { transposeA: true }),
    ],
    [
      'matmul: needs two matrices, or two stacks of matrices with the same leading axes (inputs [2, 3], [3])',
      () => matmul(value(2, 3), value(3)),
    ],
    [
      'matmul: needs two matrices, or two stacks of matrices with the same leading axes (inputs [4, 2, 3], [5, 3, 2])',
      () => matmul(value(4, 2, 3), value(5, 3, 2)),
    ],
    [
      'conv2d: the filter reads 4 channels, the input has 3 (inputs [1, 3, 8, 8], [6, 4, 3, 3])',
      () => conv2d(value(1, 3, 8, 8), value(6, 4, 3, 3), window),
    ],
    [
      'conv2d: a 3x3 window does not fit into a 2x8 map (inputs [1, 3, 2, 8], [6, 3, 3, 3])',
      () => conv2d(value(1, 3, 2, 8), value(6, 3, 3, 3), window),
    ],
    [
      'maxPool2d: the input needs 4 axes, got [3, 8, 8] (inputs [3, 8, 8])',
      () => maxPool2d(value(3, 8, 8), { ...window, kernel: [2, 2] }),
    ],
    ['upsampleNearest: the input needs 4 axes, got [8] (inputs [8])', () => upsampleNearest(value(8), 2)],
    [
      'channelAffine: needs an input [B, C, ...] and one element per channel, [C], in all others (inputs [2, 3], [3], [2])',
      () => channelAffine(value(2, 3), value(3), value(2)),
    ],
    [
      'batchNorm: needs an input [B, C, ...] and one element per channel, [C], in all others (inputs [4], [4], [4], [4], [4])',
      () => {
        const four = value(4);
        const operands = { scale: four, offset: four, mean: four, variance: four };
        return batchNorm(four, operands, { epsilon: 1e-5, statistics: 'fixed' });
      },
    ],
    ['reshape: [2, 2] has 4 elements, the input 6 (inputs [2, 3])', () => reshape(value(2, 3), [2, 2])],
    ['broadcastTo: cannot stretch to [2, 4] (inputs [2, 3])', () => broadcastTo(value(2, 3), [2, 4])],
    ['broadcastTo: cannot stretch to [1, 3] (inputs [2, 3])', () => broadcastTo(value(2, 3), [1, 3])],
    [
      'transpose: [0,0] is not a permutation of the 2 axes (inputs [2, 3])',
      () => transpose(value(2, 3), [0, 0]),
    ],
    [
      'concat: shapes may differ along axis 1 only (inputs [2, 3], [3, 3])',
      () => concat([value(2, 3), value(3, 3)], 1),
    ],
    [
      'slice: axis 1 has 3 elements, cannot take 1 to 4 by 1 (inputs [2, 3])',
      () =>
        slice(value(2, 3), [
          { start: 0, end: 2 },
          { start: 1, end: 4 },
        ]),
    ],
    [
      'gather: the index needs the axes of the input; only axis 1 may be longer (inputs [2, 3], [2])',
      () => gather(value(2, 3), input('index', [2], 'int32'), 1),
    ],
    [
      'gather: the index needs the axes of the input; only axis 1 may be longer (inputs [2, 3], [3, 1])',
      () => gather(value(2, 3), input('index', [3, 1], 'int32'), 1),
    ],
    [
      'add: input 0 must hold numbers, got uint8; convert it with toFloat (inputs [2], [2])',
      () => add(input('bytes', [2], 'uint8'), value(2)),
    ],
    [
      'reduceSum: input 0 must hold numbers, got bool; convert it with toFloat (inputs [2])',
      () => reduceSum(greater(value(2), 0)),
    ],
    [
      'equal: cannot compare int32 with float32 (inputs [2], [2])',
      () => equal(input('labels', [2], 'int32'), value(2)),
    ],
    ['where: the condition must be a mask, got float32 (inputs [2], [], [])', () => where(value(2), 1, 0)],
  ])('%s', (message, build) => {
    expect(build).toThrow(ShapeError);
    expect(build).toThrow(message);
  });

  it('names the innermost layer', () => {
    const error = new ShapeError('add', [[2], [3]], new RangeError('shapes [2] and [3] do not broadcast'));
    const located = error.inLayer('backbone.2').inLayer('backbone');
    expect(located.message).toBe(
      'add in layer "backbone.2": shapes [2] and [3] do not broadcast (inputs [2], [3])',
    );
    expect(located.layer).toBe('backbone.2');
    expect(located).toBeInstanceOf(RangeError);
  });

  it('concat needs a value', () => {
    expect(() => concat([], 0)).toThrow('concat: needs at least one value');
  });
});
