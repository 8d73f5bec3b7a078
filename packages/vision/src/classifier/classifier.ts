import { parseActivation, printActivation } from '@rectify/activations';
import {
  createEngine,
  type Engine,
  exportLayersModel,
  exportOnnx,
  type LayerInspection,
  type LayersModelFiles,
} from '@rectify/nn';
import { readMnist } from '../datasets/mnist.js';
import { decodeImage } from '../images/decode.js';
import { greyFrame } from '../images/greyFrame.js';
import type { RgbImage } from '../images/image.js';
import { AveragedNetwork } from '../network/averagedNetwork.js';
import {
  CLASSIFIER_NETWORKS,
  type ClassifierNetworkName,
  classifierModel,
  DIGIT_CLASSES,
  DIGIT_SIZE,
} from './architecture.js';
import type { ClassifierNetwork } from './classificationLoss.js';
import { firstDigits } from './digitBatches.js';
import { type ClassifierEvaluation, evaluateClassifier, predictClasses } from './evaluateClassifier.js';
import { CLASSIFIER_PRESET, classifierSettings } from './preset.js';
import type { ClassifierTrainingSettings } from './settings.js';
import { type ClassifierEvent, inspectClassifier, trainClassifier } from './trainClassifier.js';

/** What makes a classifier. */
export interface ClassifierOptions {
  /** Plain blocks, or the same with the shortcuts of ResNet; default `plain`. */
  readonly network?: ClassifierNetworkName;
  /** Spec of every activation; default `relu`. */
  readonly activation?: string;
  /** Seed of the initial weights, the order of the digits and their variations, each a stream of its own; default 0. */
  readonly seed?: number;
  /** Channels of the first map and of each stage behind it; default the preset's. */
  readonly stageChannels?: readonly number[];
  /** Threads inside one operation; default 1. */
  readonly threads?: number;
  /** Default a new `onnx` engine with `threads`. */
  readonly engine?: Engine;
}

/** What decides a classifier besides its weights: enough to build it again. */
export interface ClassifierDescription {
  readonly network: ClassifierNetworkName;
  readonly stageChannels: readonly number[];
  /** The printed spec, defaults spelt out. */
  readonly activation: string;
  readonly seed: number;
}

/** What a picture was taken for. */
export interface Classification {
  readonly class: string;
  readonly classIndex: number;
  /** Probability of the class by softmax, 0 to 1. */
  readonly score: number;
}

/** On which digits to evaluate. */
export interface ClassifierEvaluateOptions {
  /** Part of MNIST; default `test`. */
  readonly split?: 'train' | 'test';
  /** The first so many digits of it; default all of them. */
  readonly images?: number;
}

/**
 * Creates an untrained classifier of handwritten digits.
 *
 * @example
 * ```ts
 * const classifier = await createClassifier({ network: 'residual', activation: 'prelu', seed: 1 });
 * for await (const event of classifier.train({ epochs: 1, trainingImages: 1000 })) console.log(event);
 * const { class: name, score } = await classifier.classify('digit.png');
 * ```
 *
 * @throws ActivationSpecError if there is no such activation
 * @throws RangeError if there is no such network, or the seed or the channels are out of range
 */
export async function createClassifier(options: ClassifierOptions = {}): Promise<Classifier> {
  const { network = 'plain', activation = 'relu', seed = 0, threads = 1 } = options;
  if (!CLASSIFIER_NETWORKS.includes(network))
    throw new RangeError(`classifier: network must be ${CLASSIFIER_NETWORKS.join(' or ')}, got "${network}"`);
  const description: ClassifierDescription = {
    network,
    stageChannels: [...(options.stageChannels ?? CLASSIFIER_PRESET.stageChannels)],
    activation: printActivation(parseActivation(activation)),
    seed,
  };
  return buildClassifier(description, options.engine ?? (await createEngine('onnx', { threads })));
}

/** The untrained classifier of a description. */
export function buildClassifier(description: ClassifierDescription, engine: Engine): Classifier {
  return new Classifier(description, new AveragedNetwork(engine, classifierModel(description)));
}

/** A classifier: trains, is judged, and tells digits apart. Made by `createClassifier` and `loadClassifier`. */
export class Classifier {
  constructor(
    readonly description: ClassifierDescription,
    readonly network: ClassifierNetwork,
  ) {}

  get classes(): readonly string[] {
    return DIGIT_CLASSES;
  }

  /** Learned numbers. */
  get parameterCount(): number {
    return this.network.model.parameterCount;
  }

  /** Updates made so far. */
  get updates(): number {
    return this.network.updates;
  }

  /**
   * Trains to the end of the last epoch, from the update the classifier is at: one that was saved and loaded goes on
   * as if it had not stopped. Leaving the loop stops the training between two updates.
   *
   * @throws RangeError if a setting is out of range
   */
  train(
    settings: Partial<ClassifierTrainingSettings> = {},
  ): AsyncGenerator<ClassifierEvent, void, undefined> {
    return trainClassifier(this.network, classifierSettings(settings));
  }

  /**
   * Accuracy and confusions on a part of MNIST.
   *
   * @throws RangeError if it has fewer than `images` digits
   */
  evaluate({ split = 'test', images }: ClassifierEvaluateOptions = {}): Promise<ClassifierEvaluation> {
    return evaluateClassifier(this.network, firstDigits(readMnist(split), images ?? null));
  }

  /** What every layer and unit does on the first 64 training digits, and the gradient of the loss there. */
  inspectLayers(): Promise<LayerInspection[]> {
    return inspectClassifier(this.network);
  }

  /**
   * Tells the digit on a picture, light on dark as in MNIST: a path, the bytes of a file, or pixels. A picture of
   * another size is scaled into 28 by 28 pixels.
   *
   * @throws ImageError if it cannot be read
   */
  async classify(source: string | Uint8Array | RgbImage): Promise<Classification> {
    const image =
      typeof source === 'string' || source instanceof Uint8Array ? await decodeImage(source) : source;
    const [prediction] = await predictClasses(this.network, await greyFrame(image, DIGIT_SIZE));
    const { classIndex, probability } = prediction as NonNullable<typeof prediction>;
    return { class: this.classes[classIndex] as string, classIndex, score: probability };
  }

  /** The trained network as the bytes of an ONNX file: pictures [B, 28, 28, 1] of bytes to logits [B, 10]. */
  toOnnx(): Uint8Array {
    const { model, state } = this.network;
    return exportOnnx(model, state, { classes: this.classes.join(',') });
  }

  /** The same network as the files of a TensorFlow.js Layers model. */
  toLayersModel(): LayersModelFiles {
    const { model, state } = this.network;
    return exportLayersModel(model, state, { classes: this.classes.join(',') });
  }

  /** Frees what the engine holds. Only a process that makes many classifiers needs it. */
  async dispose(): Promise<void> {
    await this.network.dispose();
  }
}
