// The network of the update in TensorFlow.js, in the two ways in which its users write one.
import type { Tensorflow } from '@rectify/nn/tensorflow';
import type * as TensorflowModule from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import type { LayerWeights } from './cartPoleUpdate.js';

type Tensor2D = TensorflowModule.Tensor2D;

/** A network that is ready to be trained. */
export interface TensorflowNetwork {
  predict(observations: Tensor2D): Tensor2D;
  /** What an optimizer may change; empty for a target network. */
  readonly trainable: TensorflowModule.Variable[];
  /** All its weights, trainable or not. */
  readonly weights: readonly TensorflowModule.Variable[];
  dispose(): void;
}

/** Makes a network with given weights. */
export type MakeNetwork = (
  tf: Tensorflow,
  weights: readonly LayerWeights[],
  isTrainable: boolean,
) => TensorflowNetwork;

/** Variables and products: the least that the library can be asked for. */
export const networkOfVariables: MakeNetwork = (tf, weights, isTrainable) => {
  const parts = weights.map(({ inputs, units, kernel, bias }) => ({
    kernel: tf.variable(tf.transpose(tf.tensor2d(kernel, [units, inputs])), isTrainable),
    bias: tf.variable(tf.tensor1d(bias), isTrainable),
  }));
  const variables = parts.flatMap(({ kernel, bias }) => [kernel, bias]);
  return {
    trainable: isTrainable ? variables : [],
    weights: variables,
    predict: (observations) =>
      parts.reduce((input, { kernel, bias }, index) => {
        const output = tf.add(tf.matMul(input, kernel as Tensor2D), bias) as Tensor2D;
        return index < parts.length - 1 ? tf.relu(output) : output;
      }, observations),
    dispose: () => tf.dispose(variables),
  };
};

/** A Layers model that is applied, as the library's own example of DQN does (tfjs-examples, `snake-dqn`). */
export const layersModel: MakeNetwork = (tf, weights, isTrainable) => {
  const model = sequential({
    layers: weights.map(({ inputs, units }, index) =>
      layers.dense({
        units,
        inputShape: [inputs],
        trainable: isTrainable,
        ...(index < weights.length - 1 && { activation: 'relu' as const }),
      }),
    ),
  });
  tf.tidy(() =>
    model.setWeights(
      weights.flatMap(({ inputs, units, kernel, bias }) => [
        tf.transpose(tf.tensor2d(kernel, [units, inputs])),
        tf.tensor1d(bias),
      ]),
    ),
  );
  const variablesOf = (weights: typeof model.weights) =>
    weights.map((weight) => weight.read() as TensorflowModule.Variable);
  return {
    trainable: variablesOf(model.trainableWeights),
    weights: variablesOf(model.weights),
    predict: (observations) => model.apply(observations, { training: isTrainable }) as Tensor2D,
    dispose: () => void model.dispose(),
  };
};
