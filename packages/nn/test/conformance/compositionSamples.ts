// Layers, functions and losses that are composed of operations: arguments to check their value and gradient on.
import { averagePool2d } from '../../src/graph/maps.js';
import type { DataType } from '../../src/graph/operationSet.js';
import type { Shape } from '../../src/graph/shape.js';
import { logSoftmax, softmax } from '../../src/graph/softmax.js';
import type { Value } from '../../src/graph/value.js';
import { conv2d, depthwiseConv2d } from '../../src/layers/conv2d.js';
import { conv2dTranspose } from '../../src/layers/conv2dTranspose.js';
import { dense } from '../../src/layers/dense.js';
import { embedding } from '../../src/layers/embedding.js';
import type { Layer } from '../../src/layers/layer.js';
import { layerNorm } from '../../src/layers/layerNorm.js';
import { averagePool } from '../../src/layers/pooling.js';
import { selfAttention } from '../../src/layers/selfAttention.js';
import { klDivergence } from '../../src/losses/classification.js';
import { focalLossWithLogits } from '../../src/losses/focal.js';
import { meanAbsoluteError, smoothL1 } from '../../src/losses/regression.js';
import { createModel } from '../../src/model.js';
import type { RandomStream } from '../../src/random.js';
import { trace } from '../../src/trace.js';
import * as draw from './draw.js';
import { type Argument, type Draw, sample } from './draw.js';
import type { OperationCheck } from './operationSamples.js';

/** Compositions by name. */
export const compositionSamples: Readonly<Record<string, OperationCheck>> = {
  softmax: onRows((x) => softmax(x)),
  logSoftmax: onRows((x) => logSoftmax(x, 0)),
  averagePool2d: {
    draws: [
      (random) => {
        const kernel = [1 + random.integer(3), 1 + random.integer(3)] as const;
        const strides = [1 + random.integer(3), 1 + random.integer(3)] as const;
        const padding = [kernel[0] - 1, random.integer(kernel[1]), 0, random.integer(kernel[1])] as const;
        const x = draw.normal(random, [...draw.anyShape(random, 2), 3 + random.integer(4), 4]);
        return sample({ x }, (values) => averagePool2d(values.x, { kernel, strides, padding }));
      },
    ],
  },
  'dense on steps': layerCheck(dense(3), [2, 4]),
  'conv2d with groups': layerCheck(conv2d(4, { groups: 2, stride: 2 }), [4, 5, 4]),
  depthwiseConv2d: layerCheck(depthwiseConv2d({ multiplier: 2, kernel: 2 }), [3, 4, 4]),
  'conv2dTranspose, same': layerCheck(conv2dTranspose(2, { stride: 2 }), [3, 2, 3]),
  'conv2dTranspose, valid': layerCheck(
    conv2dTranspose(2, { kernel: 2, stride: 3, padding: 'valid' }),
    [2, 2, 3],
  ),
  'averagePool, same': layerCheck(averagePool(3, 2, 'same'), [2, 4, 5]),
  layerNorm: layerCheck(layerNorm(), [3, 4]),
  'layerNorm of a map': layerCheck(layerNorm({ axes: 3 }), [2, 3, 2]),
  embedding: layerCheck(embedding(4, 3), [5], 'int32'),
  selfAttention: layerCheck(selfAttention({ heads: 2 }), [3, 4]),
  'selfAttention, causal': layerCheck(selfAttention({ heads: 1, causal: true, bias: false }), [4, 2]),

  meanAbsoluteError: lossCheck(meanAbsoluteError, (random, shape) => draw.coarse(random, shape, 0.25)),
  smoothL1: lossCheck(
    (a, b) => smoothL1(a, b, { beta: 0.3 }),
    (random, shape) => draw.coarse(random, shape, 0.1),
  ),
  klDivergence: lossCheck(klDivergence, fixedPositive),
  focalLossWithLogits: {
    draws: [0, 0.5, 2].flatMap((focus) =>
      [null, 0.25].map(
        (positiveShare): Draw =>
          (random) => {
            const shape = draw.anyShape(random);
            const targets = {
              ...draw.integers(random, shape, { bound: 2, dataType: 'float32' }),
              isFixed: true,
            };
            return sample({ logits: draw.normal(random, shape), targets }, (values) =>
              focalLossWithLogits(values.logits, values.targets, { focus, positiveShare }),
            );
          },
      ),
    ),
  },
};

function onRows(build: (x: Value) => Value): OperationCheck {
  const draws: Draw = (random) =>
    sample({ x: draw.normal(random, draw.anyShape(random, 1 + random.integer(3))) }, ({ x }) => build(x));
  return { draws: [draws] };
}

/** A layer on a batch of two, every parameter an argument of its own. */
function layerCheck(layer: Layer, inputShape: Shape, inputType: DataType = 'float32'): OperationCheck {
  const { parameters } = createModel(layer, { inputShape, inputType });
  const draws: Draw = (random) => {
    const shape = [2, ...inputShape];
    const input =
      inputType === 'int32' ? draw.integers(random, shape, { bound: 4 }) : draw.normal(random, shape);
    const drawn = parameters.map((spec): [string, Argument] => [spec.name, draw.normal(random, spec.shape)]);
    return sample<string>({ input, ...Object.fromEntries(drawn) }, (values) => {
      const named = (name: string): Value => values[name] as Value;
      return trace(layer, named('input'), { training: true, parameter: named, statistic: named }).output;
    });
  };
  return { draws: [draws] };
}

type Fill = (random: RandomStream, shape: Shape) => Argument;

/** A loss of predictions that are multiples of 1/2 and of targets that keep away from them. */
function lossCheck(loss: (a: Value, b: Value) => Value, fillTarget: Fill): OperationCheck {
  const draws: Draw = (random) => {
    const shape = draw.anyShape(random, 2);
    return sample({ prediction: draw.coarse(random, shape), target: fillTarget(random, shape) }, (values) =>
      loss(values.prediction, values.target),
    );
  };
  return { draws: [draws] };
}

function fixedPositive(random: RandomStream, shape: Shape): Argument {
  return { ...draw.positive(random, shape), isFixed: true };
}
