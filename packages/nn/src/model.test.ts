import { describe, expect, it } from 'vitest';
import { ShapeError } from './graph/shapeError.js';
import { activation } from './layers/activation.js';
import { batchNorm } from './layers/batchNorm.js';
import { residual, sequential } from './layers/composition.js';
import { conv2d } from './layers/conv2d.js';
import { dense } from './layers/dense.js';
import { imageBytes } from './layers/imageBytes.js';
import { flatten, maxPool } from './layers/pooling.js';
import { createModel, initialParameters, initialStatistics, summarize } from './model.js';

/** The classifier of an article about Leaky ReLU, with the 9,729 parameters that it counts (claim C10). */
const classifier = sequential(
  [
    dense(128),
    activation('leaky_relu'),
    dense(64),
    activation('leaky_relu'),
    dense(1),
    activation('sigmoid'),
  ],
  { inputShape: [10] },
);

describe('a model', () => {
  it('counts what it learns', () => {
    expect(classifier.parameterCount).toBe(1408 + 8256 + 65);
    expect(classifier.statisticCount).toBe(0);
    expect(classifier.outputShape).toEqual([1]);
  });

  it('lays tensors end to end in the order in which they are asked for', () => {
    const model = sequential([dense(3), batchNorm(), dense(2, { bias: false })], { inputShape: [4] });
    expect(model.parameters.map(({ name, offset }) => [name, offset])).toEqual([
      ['0.dense.weight', 0],
      ['0.dense.bias', 12],
      ['1.batchNorm.scale', 15],
      ['1.batchNorm.offset', 18],
      ['2.dense.weight', 21],
    ]);
    expect(model.statistics.map(({ name, offset }) => [name, offset])).toEqual([
      ['1.batchNorm.mean', 0],
      ['1.batchNorm.variance', 3],
    ]);
    expect(model.parameterCount).toBe(27);
    expect([...initialParameters(model).subarray(12, 21)]).toEqual([0, 0, 0, 1, 1, 1, 0, 0, 0]);
    expect([...initialStatistics(model)]).toEqual([0, 0, 0, 1, 1, 1]);
  });

  it('takes bytes, and layers of layers', () => {
    const layer = sequential([imageBytes(), conv2d(2), maxPool(2), residual(conv2d(2)), flatten()]);
    const model = createModel(layer, { inputShape: [6, 4, 3], inputType: 'uint8' });
    expect(model).toMatchObject({ inputType: 'uint8', outputShape: [12], seed: 0 });
  });

  it('names the innermost layer in which shapes do not fit', () => {
    const layers = [residual(sequential([conv2d(2, { kernel: 3, padding: 'valid' })]))];
    const build = () => sequential(layers, { inputShape: [1, 2, 2] });
    expect(build).toThrow(ShapeError);
    expect(build).toThrow('conv2d in layer "0.residual.sequential.0.conv2d": a 3x3 window does not fit');
  });
});

describe('summarize', () => {
  it('lists the learned tensors and the activations', () => {
    expect(summarize(classifier)).toMatchInlineSnapshot(`
      "input [10], output [1], activations: leaky_relu:0.01, sigmoid
      0.dense.weight  [128, 10]  1280
      0.dense.bias    [128]  128
      2.dense.weight  [64, 128]  8192
      2.dense.bias    [64]  64
      4.dense.weight  [1, 64]  64
      4.dense.bias    [1]  1
      total           9729 parameters"
    `);
  });

  it('says so if there is nothing to list', () => {
    expect(summarize(sequential([flatten()], { inputShape: [2, 2] }))).toMatchInlineSnapshot(`
      "input [2, 2], output [4], activations: none
      total  0 parameters"
    `);
  });
});
