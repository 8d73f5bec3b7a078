import { type LossDescription, type Model, softmaxCrossEntropy } from '@rectify/nn';
import type { AveragedNetwork } from '../network/averagedNetwork.js';

/** What the loss is fed, by name: a `DigitBatch`. */
export type ClassifierInput = 'images' | 'labels';

/** The network of a classifier on an engine. */
export type ClassifierNetwork = AveragedNetwork<ClassifierInput>;

/** How the loss is computed. */
export interface ClassificationLossSettings {
  readonly batchSize: number;
  /** Share of the probability that is spread evenly over all classes (Szegedy et al. 2016). */
  readonly labelSmoothing: number;
}

/** The loss of a batch: the mean of the softmax cross-entropies, with smoothed labels. */
export function classificationLoss<Copy extends string>(
  model: Model,
  { batchSize, labelSmoothing }: ClassificationLossSettings,
): LossDescription<ClassifierInput, Copy> {
  return {
    model,
    batchSize,
    inputs: {
      images: { shape: model.inputShape, type: 'uint8' },
      labels: { shape: [], type: 'int32' },
    },
    loss: ({ predict, images, labels }) => softmaxCrossEntropy(predict(images), labels, { labelSmoothing }),
  };
}
