// What losses promise beside the numbers of PyTorch: few operations, refused shapes, free axes.
import { describe, expect, it } from 'vitest';
import { createReferenceEngine } from '../src/engines/reference/referenceEngine.js';
import { gradients } from '../src/graph/gradients.js';
import { printGraph } from '../src/graph/graph.js';
import { constant, input } from '../src/graph/leaves.js';
import { transpose } from '../src/graph/movement.js';
import { ShapeError } from '../src/graph/shapeError.js';
import { softmax } from '../src/graph/softmax.js';
import type { Value } from '../src/graph/value.js';
import { completeIntersectionOverUnion } from '../src/losses/boxes.js';
import {
  binaryCrossEntropyWithLogits,
  klDivergence,
  softmaxCrossEntropy,
} from '../src/losses/classification.js';
import { focalLossWithLogits } from '../src/losses/focal.js';
import { huber, meanAbsoluteError, meanSquaredError, smoothL1 } from '../src/losses/regression.js';
import { compute } from './conformance/compute.js';

describe('huber', () => {
  it('needs five operations forward and one backward', () => {
    const [prediction, target] = [input('prediction', [2]), input('target', [2])];
    const loss = huber(prediction, target, { reduction: 'sum' });
    const [gradient] = gradients(loss, [prediction]) as [Value];
    expect(printGraph({ outputs: { loss, gradient }, updates: {} })).toMatchInlineSnapshot(`
      "%0 = input(name="prediction") [2]
      %1 = input(name="target") [2]
      %2 = sub(%0, %1) [2]
      %3 = clamp(%2, low=-1, high=1) [2]
      %4 = stopGradient(%3) [2]
      %5 = constant(data=[0.5]) []
      %6 = mul(%4, %5) [2]
      %7 = sub(%2, %6) [2]
      %8 = mul(%4, %7) [2]
      %9 = reduceSum(%8, axes=[0]) [1]
      %10 = reshape(%9, shape=[]) []
      %11 = constant(data=[1]) []
      %12 = reshape(%11, shape=[1]) [1]
      %13 = broadcastTo(%12, shape=[2]) [2]
      %14 = mul(%13, %4) [2]
      loss: %10
      gradient: %14"
    `);
  });

  it.each([0, -1, Number.NaN, Infinity])('refuses delta %d', (delta) => {
    const x = input('x', [2]);
    expect(() => huber(x, x, { delta })).toThrow(
      `huber: delta must be a positive finite number, got ${delta}`,
    );
  });
});

describe('focalLossWithLogits', () => {
  it.each([
    [{ focus: -1 }, 'focus must be a finite number from 0 up, got -1'],
    [{ positiveShare: 1.5 }, 'positiveShare must be from 0 to 1, or null, got 1.5'],
  ])('refuses %o', (options, message) => {
    const x = input('x', [2]);
    expect(() => focalLossWithLogits(x, x, options)).toThrow(
      new RangeError(`focalLossWithLogits: ${message}`),
    );
  });

  // (1 - p)^0.5 has an infinite slope where 1 - p vanishes, and float32 rounds it to 0 from a logit of 104 on.
  it('is finite, with its gradient, for logits that leave no doubt', async () => {
    const logits = input('logits', [4]);
    const losses = focalLossWithLogits(logits, constant([1, 0, 1, 0], [4]), {
      focus: 0.5,
      reduction: 'none',
    });
    const [gradient] = gradients(losses, [logits], constant([1, 1, 1, 1], [4])) as [Value];
    const results = await compute(createReferenceEngine(), {
      outputs: { losses, gradient },
      feeds: { logits: [1e4, -1e4, -1e4, 1e4] },
      precision: 'float64',
    });
    expect(results).toEqual({
      losses: [0, 0, 2500, 7500],
      gradient: [0, 0, -0.25, 0.75].map((x) => expect.closeTo(x, 12)),
    });
  });
});

describe('klDivergence', () => {
  it('is 0 where both agree, also at probability 0', async () => {
    const logits = constant([0, Math.log(3), -Infinity], [1, 3]);
    const terms = klDivergence(constant([0, Math.log(3), -1e3], [1, 3]), softmax(logits), {
      reduction: 'none',
    });
    const results = await compute(createReferenceEngine(), {
      outputs: { terms },
      feeds: {},
      precision: 'float64',
    });
    expect(results.terms).toEqual([0, 0, 0].map((zero) => expect.closeTo(zero, 12)));
  });
});

describe('smoothL1', () => {
  it.each([0, -1, Number.NaN])('refuses beta %d', (beta) => {
    const x = input('x', [2]);
    expect(() => smoothL1(x, x, { beta })).toThrow(
      `smoothL1: beta must be a positive finite number, got ${beta}`,
    );
  });
});

describe('shapes', () => {
  const column = input('column', [3, 1]);
  const vector = input('vector', [3]);

  it.each([
    meanSquaredError,
    meanAbsoluteError,
    huber,
    smoothL1,
    binaryCrossEntropyWithLogits,
    focalLossWithLogits,
    klDivergence,
  ])('%o refuses to broadcast', (loss) => {
    expect(() => loss(column, vector)).toThrow(ShapeError);
    expect(() => loss(column, vector)).toThrow(
      `${loss.name}: the prediction and the target must have the same shape (inputs [3, 1], [3])`,
    );
  });

  it('refuses labels of another shape or type than the rule', () => {
    const logits = input('logits', [3, 4]);
    const rule = 'labels must be int32 without the class axis, or float32 in the shape of the logits';
    expect(() => softmaxCrossEntropy(logits, vector)).toThrow(rule);
    expect(() => softmaxCrossEntropy(logits, input('labels', [4], 'int32'))).toThrow(rule);
    expect(() => softmaxCrossEntropy(logits, logits, { labelSmoothing: Number.NaN })).toThrow(
      'labelSmoothing must be from 0 to 1, got NaN',
    );
  });

  it('refuses boxes without four coordinates', () => {
    const boxes = input('boxes', [5, 3]);
    expect(() => completeIntersectionOverUnion(boxes, boxes)).toThrow(
      'completeIntersectionOverUnion: axis 1 must hold the 4 coordinates of a box (inputs [5, 3], [5, 3])',
    );
  });
});

describe('axes', () => {
  const boxes = [
    [0, 0, 4, 4],
    [1, 2, 6, 5],
    [3, 3, 7, 9],
  ] as const;
  const [a, b] = [constant(boxes.flat(), [3, 4]), constant(boxes.toReversed().flat(), [3, 4])];
  const swapped = (x: Value): Value => transpose(x, [1, 0]);

  it('takes boxes and classes along another axis', async () => {
    const labels = constant([2, 0, 3], [3], 'int32');
    const results = await compute(createReferenceEngine(), {
      outputs: {
        boxes: completeIntersectionOverUnion(a, b, { reduction: 'none' }),
        boxesInColumns: completeIntersectionOverUnion(swapped(a), swapped(b), { axis: 0, reduction: 'none' }),
        classes: softmaxCrossEntropy(a, labels, { reduction: 'none' }),
        classesInColumns: softmaxCrossEntropy(swapped(a), labels, { classAxis: 0, reduction: 'none' }),
      },
      feeds: {},
      precision: 'float64',
    });
    expect(results.boxes.every((loss) => loss > 0)).toBe(true);
    expect(results.boxesInColumns).toEqual(results.boxes);
    expect(results.classesInColumns).toEqual(results.classes);
  });
});

describe('completeIntersectionOverUnion', () => {
  // Detectors fill rows without a target with zeros and mask their losses; 0 * NaN would reach every weight.
  it('is finite, with its gradient, for boxes without area', async () => {
    const predicted = input('predicted', [3, 4]);
    const target = constant([0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4], [3, 4]);
    const losses = completeIntersectionOverUnion(predicted, target, { reduction: 'none' });
    const [gradient] = gradients(losses, [predicted], constant([1, 1, 1], [3])) as [Value];
    const results = await compute(createReferenceEngine(), {
      outputs: { losses, gradient },
      feeds: { predicted: [1, 2, 3, 5, 0, 0, 0, 0, 0, 0, 0, 0] },
      precision: 'float64',
    });
    expect([...results.losses, ...results.gradient].every(Number.isFinite)).toBe(true);
    expect(results.losses[1]).toBe(1);
  });
});
