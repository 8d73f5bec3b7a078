// The step in TensorFlow.js, written as its users write it: a Layers model and an optimizer that minimizes a function.
import { loadTensorflow, type Tensorflow } from '@rectify/nn/tensorflow';
import type * as TensorflowModule from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import type { OpenSystem, System } from '../system.js';
import {
  type ConvolutionWork,
  type Filters,
  type PictureBatch,
  STEP,
  stepFilters,
  targetShape,
} from './convolutionStep.js';

/** TensorFlow.js on its native library, with the threads that TensorFlow chooses. */
export function tensorflowStep(work: ConvolutionWork): System<PictureBatch> {
  return {
    name: 'tfjs-node (native, all cores)',
    open: async () => {
      const { tf, activate } = await loadTensorflow({ backend: 'native' });
      activate();
      const model = layersModel(work);
      loadFilters(tf, model, await stepFilters(work));
      const optimizer = tf.train.adam(STEP.learningRate, 0.9, 0.999, 1e-8);
      return openStep(work, { tf, activate, model, optimizer });
    },
  };
}

interface Parts {
  readonly tf: Tensorflow;
  readonly activate: () => void;
  readonly model: LayersModel;
  readonly optimizer: TensorflowModule.Optimizer;
}

function openStep(
  work: ConvolutionWork,
  { tf, activate, model, optimizer }: Parts,
): OpenSystem<PictureBatch> {
  return {
    activate: async () => activate(),
    update: async (batch) => {
      const loss = tf.tidy(() => minimize(work, { tf, model, optimizer }, batch));
      const [value = Number.NaN] = await loss.data();
      loss.dispose();
      return value;
    },
    close: async () => {
      activate();
      optimizer.dispose();
      model.dispose();
    },
  };
}

function minimize(
  work: ConvolutionWork,
  { tf, model, optimizer }: Omit<Parts, 'activate'>,
  batch: PictureBatch,
): TensorflowModule.Scalar {
  const { images, targets } = tensorsOf(tf, work, batch);
  const predict = () => model.apply(images, { training: true }) as TensorflowModule.Tensor;
  const loss = optimizer.minimize(() => tf.losses.meanSquaredError(targets, predict()), true);
  if (loss === null) throw new Error('the optimizer returned no loss');
  return loss;
}

function tensorsOf(tf: Tensorflow, { height, width, ...rest }: ConvolutionWork, batch: PictureBatch) {
  const { batchSize } = STEP;
  const pixels = tf.tensor4d(batch.images, [batchSize, height, width, 3], 'int32');
  const targets = tf.tensor4d(batch.targets, [batchSize, ...targetShape({ height, width, ...rest })]);
  return {
    images: tf.div(tf.cast(pixels, 'float32'), 255),
    targets: tf.transpose(targets, [0, 2, 3, 1]),
  };
}

function layersModel({ height, width, downsampling }: ConvolutionWork): LayersModel {
  const isStrided = downsampling === 'stride';
  const model = sequential();
  for (const [stage, filters] of STEP.stageChannels.entries()) {
    const strides = isStrided ? 2 : 1;
    const shape = stage === 0 ? { inputShape: [height, width, 3] } : {};
    const window = { filters, kernelSize: 3, strides, padding: 'same' as const };
    model.add(layers.conv2d({ ...window, ...shape, useBias: false }));
    model.add(layers.batchNormalization({ epsilon: 1e-5, momentum: 0.9 }));
    model.add(layers.leakyReLU({ alpha: STEP.negativeSlope }));
    if (!isStrided) model.add(layers.maxPooling2d({ poolSize: 2 }));
  }
  model.add(layers.conv2d({ filters: STEP.outputChannels, kernelSize: 1 }));
  return model;
}

/** [filters, channels, height, width] of this project to TensorFlow's [height, width, channels, filters]. */
function loadFilters(tf: Tensorflow, model: LayersModel, filters: readonly Filters[]): void {
  const convolutions = model.layers.filter((layer) => layer.getClassName() === 'Conv2D');
  for (const [index, { shape, values }] of filters.entries()) {
    const [, ...bias] = convolutions[index]?.getWeights() ?? [];
    tf.tidy(() => {
      const kernel = tf.transpose(tf.tensor(values, [...shape]), [2, 3, 1, 0]);
      convolutions[index]?.setWeights([kernel, ...bias]);
    });
  }
}
