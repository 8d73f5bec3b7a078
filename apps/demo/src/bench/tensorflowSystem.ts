// TensorFlow.js, written as its users write it: variables, an optimizer that minimizes a function, `tidy`.
import type { LoadedTensorflow, Tensorflow } from '@rectify/nn/tensorflow';
import type * as TensorflowModule from '@tensorflow/tfjs-core';
import { benchWeights, type LayerWeights, type TransitionBatch, UPDATE } from './cartPoleUpdate.js';
import type { OpenSystem, System } from './system.js';
import type { MakeNetwork, TensorflowNetwork } from './tensorflowNetworks.js';

/**
 * TensorFlow.js on one of its backends.
 *
 * @param load - loads the library with that backend
 */
export function tensorflowSystem(
  name: string,
  load: () => Promise<LoadedTensorflow>,
  makeNetwork: MakeNetwork,
): System<TransitionBatch> {
  return { name, open: async () => openTensorflowDqn(await load(), await benchWeights(), makeNetwork) };
}

/** What an agent needs besides the update. */
export interface TensorflowDqn extends OpenSystem<TransitionBatch> {
  /** The action of highest value for one observation. */
  act(observation: Float32Array): number;
  copyToTarget(): void;
}

/** Both networks and the optimizer, ready to work. */
export function openTensorflowDqn(
  { tf, activate }: LoadedTensorflow,
  weights: readonly LayerWeights[],
  makeNetwork: MakeNetwork,
): TensorflowDqn {
  activate();
  const online = makeNetwork(tf, weights, true);
  const target = makeNetwork(tf, weights, false);
  const optimizer = tf.train.adam(UPDATE.learningRate, 0.9, 0.999, 1e-8);
  return {
    activate: async () => activate(),
    update: async (batch) => {
      const loss = tf.tidy(() => minimize(tf, { online, target, optimizer, batch }));
      const [value = Number.NaN] = await loss.data();
      loss.dispose();
      return value;
    },
    act: (observation) =>
      tf.tidy(
        () =>
          tf.argMax(online.predict(tf.tensor2d(observation, [1, UPDATE.observationSize])), 1).dataSync()[0] ??
          0,
      ),
    copyToTarget: () => {
      for (const [index, weight] of target.weights.entries())
        weight.assign(online.weights[index] as typeof weight);
    },
    close: async () => {
      activate();
      optimizer.dispose();
      online.dispose();
      target.dispose();
    },
  };
}

interface Update {
  readonly online: TensorflowNetwork;
  readonly target: TensorflowNetwork;
  readonly optimizer: TensorflowModule.Optimizer;
  readonly batch: TransitionBatch;
}

function minimize(tf: Tensorflow, { online, target, optimizer, batch }: Update): TensorflowModule.Scalar {
  const { batchSize, observationSize, actions } = UPDATE;
  const observations = tf.tensor2d(batch.observations, [batchSize, observationSize]);
  const nextObservations = tf.tensor2d(batch.nextObservations, [batchSize, observationSize]);
  const taken = tf.oneHot(tf.tensor1d(batch.actions, 'int32'), actions);
  const bootstrap = tf.mul(tf.max(target.predict(nextObservations), 1), tf.tensor1d(batch.discounts));
  const tdTarget = tf.add(tf.tensor1d(batch.rewards), bootstrap);
  const loss = optimizer.minimize(
    () => {
      const values = tf.sum(tf.mul(online.predict(observations), taken), 1);
      return tf.losses.huberLoss(tdTarget, values) as TensorflowModule.Scalar;
    },
    true,
    online.trainable,
  );
  if (loss === null) throw new Error('the optimizer returned no loss');
  return loss;
}
