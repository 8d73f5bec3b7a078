// TensorFlow.js, written as its users write it: variables, an optimizer that minimizes a function, `tidy`.
import type { LoadedTensorflow, Tensorflow } from '@rectify/nn/tensorflow';
import type * as TensorflowModule from '@tensorflow/tfjs-core';
import { benchWeights, type LayerWeights, type TransitionBatch, UPDATE } from './cartPoleUpdate.js';
import type { OpenSystem, System } from './system.js';

type Tensor2D = TensorflowModule.Tensor2D;

interface Layer {
  readonly kernel: TensorflowModule.Variable;
  readonly bias: TensorflowModule.Variable;
}

/**
 * TensorFlow.js on one of its backends.
 *
 * @param load - loads the library with that backend
 */
export function tensorflowSystem(name: string, load: () => Promise<LoadedTensorflow>): System {
  return { name, open: async () => openUpdate(await load(), await benchWeights()) };
}

function openUpdate({ tf, activate }: LoadedTensorflow, weights: readonly LayerWeights[]): OpenSystem {
  activate();
  const online = createLayers(tf, weights, true);
  const target = createLayers(tf, weights, false);
  const optimizer = tf.train.adam(UPDATE.learningRate, 0.9, 0.999, 1e-8);
  return {
    activate: async () => activate(),
    update: async (batch) => {
      const loss = tf.tidy(() => minimize(tf, { online, target, optimizer, batch }));
      const [value = Number.NaN] = await loss.data();
      loss.dispose();
      return value;
    },
    close: async () => {
      activate();
      optimizer.dispose();
      tf.dispose([...online, ...target].flatMap(({ kernel, bias }) => [kernel, bias]));
    },
  };
}

function createLayers(tf: Tensorflow, weights: readonly LayerWeights[], isTrainable: boolean): Layer[] {
  return weights.map(({ inputs, units, kernel, bias }) => ({
    kernel: tf.variable(tf.transpose(tf.tensor2d(kernel, [units, inputs])), isTrainable),
    bias: tf.variable(tf.tensor1d(bias), isTrainable),
  }));
}

function predict(tf: Tensorflow, layers: readonly Layer[], observations: Tensor2D): Tensor2D {
  return layers.reduce((input, { kernel, bias }, index) => {
    const output = tf.add(tf.matMul(input, kernel as Tensor2D), bias) as Tensor2D;
    return index < layers.length - 1 ? tf.relu(output) : output;
  }, observations);
}

interface Update {
  readonly online: readonly Layer[];
  readonly target: readonly Layer[];
  readonly optimizer: TensorflowModule.Optimizer;
  readonly batch: TransitionBatch;
}

function minimize(tf: Tensorflow, { online, target, optimizer, batch }: Update): TensorflowModule.Scalar {
  const { batchSize, observationSize, actions } = UPDATE;
  const observations = tf.tensor2d(batch.observations, [batchSize, observationSize]);
  const nextObservations = tf.tensor2d(batch.nextObservations, [batchSize, observationSize]);
  const taken = tf.oneHot(tf.tensor1d(batch.actions, 'int32'), actions);
  const bootstrap = tf.mul(tf.max(predict(tf, target, nextObservations), 1), tf.tensor1d(batch.discounts));
  const tdTarget = tf.add(tf.tensor1d(batch.rewards), bootstrap);
  const loss = optimizer.minimize(() => {
    const values = tf.sum(tf.mul(predict(tf, online, observations), taken), 1);
    return tf.losses.huberLoss(tdTarget, values) as TensorflowModule.Scalar;
  }, true);
  if (loss === null) throw new Error('the optimizer returned no loss');
  return loss;
}
