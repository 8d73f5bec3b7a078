// What a layer says when it cannot do what it is asked for.
import { expect, it } from 'vitest';
import { zeros } from '../initializers.js';
import { createModel } from '../model.js';
import { activation } from './activation.js';
import { batchNorm } from './batchNorm.js';
import { parallel, residual, sequential } from './composition.js';
import { conv2d, depthwiseConv2d } from './conv2d.js';
import { conv2dTranspose } from './conv2dTranspose.js';
import { dense } from './dense.js';
import { embedding } from './embedding.js';
import { imageBytes } from './imageBytes.js';
import type { Layer } from './layer.js';
import { layerNorm } from './layerNorm.js';
import { averagePool, flatten, globalAveragePool, maxPool, upsample } from './pooling.js';
import { selfAttention } from './selfAttention.js';
import { softmaxLayer } from './softmaxLayer.js';

const twice: Layer = {
  kind: 'twice',
  apply: (input, scope) => {
    for (const shape of [[1], [2]]) scope.parameter('weight', { shape, initializer: zeros });
    return input;
  },
};

it.each<[string, () => unknown]>([
  ['dense: units must be an integer from 1 up, got 0', () => dense(0)],
  ['conv2d: filters must be an integer from 1 up, got 1.5', () => conv2d(1.5)],
  ['conv2d: kernel must be an integer from 1 up, got -3', () => conv2d(1, { kernel: -3 })],
  ['conv2d: stride must be an integer from 1 up, got NaN', () => conv2d(1, { stride: Number.NaN })],
  ['conv2d: groups must be an integer from 1 up, got 0', () => conv2d(1, { groups: 0 })],
  ['conv2d: groups must divide the 3 filters, got 2', () => conv2d(3, { groups: 2 })],
  [
    'depthwiseConv2d: multiplier must be an integer from 1 up, got 0',
    () => depthwiseConv2d({ multiplier: 0 }),
  ],
  ['conv2dTranspose: stride must be an integer from 1 up, got 0', () => conv2dTranspose(1, { stride: 0 })],
  ['averagePool: size must be an integer from 1 up, got 0', () => averagePool(0)],
  ['embedding: count must be an integer from 1 up, got 0', () => embedding(0, 2)],
  ['layerNorm: axes must be an integer from 1 up, got 0', () => layerNorm({ axes: 0 })],
  ['layerNorm: epsilon must be in (0, 1), got 0', () => layerNorm({ epsilon: 0 })],
  ['selfAttention: heads must be an integer from 1 up, got 0', () => selfAttention({ heads: 0 })],
  ['maxPool: size must be an integer from 1 up, got 0', () => maxPool(0)],
  ['maxPool: stride must be an integer from 1 up, got 0', () => maxPool(2, 0)],
  ['upsample: scale must be an integer from 1 up, got 0.5', () => upsample(0.5)],
  ['batchNorm: momentum must be in (0, 1], got 0', () => batchNorm({ momentum: 0 })],
  ['batchNorm: epsilon must be in (0, 1), got 0', () => batchNorm({ epsilon: 0 })],
])('%s', (message, make) => {
  expect(make).toThrow(new RangeError(message));
});

it('an unknown activation is refused with the known ones', () => {
  expect(() => activation('leakyrelu')).toThrow(/unknown activation "leakyrelu".*leaky_relu/);
});

it.each<[string, Layer[], number[]]>([
  [
    'dense "1.dense": input must have shape [batch, features] or [batch, steps, features], got [1, 4, 5, 5]; flatten() it first',
    [conv2d(4), dense(2)],
    [3, 5, 5],
  ],
  [
    'conv2d "0.conv2d": groups must divide the 3 channels of the input, got 2',
    [conv2d(4, { groups: 2 })],
    [3, 5, 5],
  ],
  [
    'conv2dTranspose "0.conv2dTranspose": input must have shape [batch, channels, height, width], got [1, 3]',
    [conv2dTranspose(1)],
    [3],
  ],
  ['embedding "0.embedding": input must hold int32 ids, got float32; set inputType', [embedding(3, 2)], [4]],
  [
    'layerNorm "0.layerNorm": needs more than 2 axes, the batch among them, got [1, 4]',
    [layerNorm({ axes: 2 })],
    [4],
  ],
  [
    'selfAttention "0.selfAttention": input must have shape [batch, steps, features], got [1, 4]',
    [selfAttention({ heads: 2 })],
    [4],
  ],
  [
    'selfAttention "0.selfAttention": 4 features do not divide into 3 heads; choose a divisor',
    [selfAttention({ heads: 3 })],
    [2, 4],
  ],
  ['softmax: axis must be an integer from -2 to 1, got 2', [softmaxLayer(2)], [4]],
  ['conv2d "0.conv2d": input must have shape [batch, channels, height, width], got [1, 3]', [conv2d(4)], [3]],
  [
    'globalAveragePool "0.globalAveragePool": input must have shape [batch, channels, height, width], got [1, 3]',
    [globalAveragePool()],
    [3],
  ],
  [
    'conv2d in layer "1.conv2d": a 5x5 window does not fit into a 3x3 map (inputs [1, 2, 3, 3], [1, 2, 5, 5])',
    [conv2d(2), conv2d(1, { kernel: 5, padding: 'valid' })],
    [1, 3, 3],
  ],
  [
    'maxPool2d in layer "0.maxPool": a 2x2 window does not fit into a 1x4 map (inputs [1, 1, 1, 4])',
    [maxPool(2)],
    [1, 1, 4],
  ],
  [
    'upsampleNearest in layer "1.upsample": the input needs 4 axes, got [1, 8] (inputs [1, 8])',
    [flatten(), upsample(2)],
    [2, 2, 2],
  ],
  [
    'transpose in layer "0.imageBytes": [0,3,1,2] is not a permutation of the 2 axes (inputs [1, 4])',
    [imageBytes()],
    [4],
  ],
  [
    'residual "0.residual": the layer makes [1, 3], the shortcut [1, 2]; give a shortcut that matches',
    [residual(dense(3))],
    [2],
  ],
  [
    'concat in layer "0.parallel": shapes may differ along axis 1 only (inputs [1, 1, 2, 2], [1, 1, 4, 4])',
    [parallel([maxPool(2), sequential([])])],
    [1, 4, 4],
  ],
  ['model: two tensors are named "0.twice.weight"', [twice], [2]],
])('%s', (message, layers, inputShape) => {
  const build = () => sequential(layers, { inputShape });
  expect(build).toThrow(RangeError);
  expect(build).toThrow(message);
});

it.each([
  ['createModel: axis 1 of inputShape must be an integer from 1 up, got 0', { inputShape: [2, 0] }],
  ['seed must be an integer from 0 to 2^53 - 1, got -1', { inputShape: [2], seed: -1 }],
  ['seed must be an integer from 0 to 2^53 - 1, got 0.5', { inputShape: [2], seed: 0.5 }],
])('%s', (message, options) => {
  expect(() => createModel(dense(1), options)).toThrow(new RangeError(message));
});
