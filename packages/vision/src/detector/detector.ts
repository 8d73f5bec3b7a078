import { parseActivation, printActivation } from '@rectify/activations';
import {
  createEngine,
  type Engine,
  exportLayersModel,
  exportOnnx,
  type LayerInspection,
  type LayersModelFiles,
  type PreActivationHistogram,
} from '@rectify/nn';
import type { BoxXyxy, Size } from '../boxes/box.js';
import type { Dataset } from '../datasets/dataset.js';
import { prepareExample, prepareSplit } from '../datasets/preparedSplit.js';
import { withClasses } from '../datasets/withClasses.js';
import { decodeImage } from '../images/decode.js';
import type { RgbImage } from '../images/image.js';
import { boxToOriginal } from '../images/letterbox.js';
import { detectorModel } from './architecture.js';
import {
  type ArchitectureOptions,
  type ArchitectureSettings,
  architectureSettings,
} from './architectureSettings.js';
import { type Batch, firstExamples } from './batches.js';
import {
  type DetectorEvaluation,
  type EvaluateOptions,
  evaluateDetector,
  prepareEvaluation,
} from './evaluateDetector.js';
import { DetectorNetwork, type ViewOptions } from './network.js';
import { DETECTOR_PRESETS, type PresetName } from './presets.js';
import { DEFAULT_IOU_THRESHOLD } from './readDetections.js';
import { type DetectorEvent, PROBE_PICTURES, type TrainOptions, trainDetector } from './trainDetector.js';
import { trainingSettings } from './trainingSettings.js';
import { type ViewCount, viewCount } from './viewCount.js';

/** What makes a detector. */
export interface DetectorOptions {
  /** Names of the classes, in the order of the dataset's. */
  readonly classes: readonly string[];
  /** Spec of the activation behind every convolution but the head; default `relu`. */
  readonly activation?: string;
  /** Seed of the initial weights, the order of the examples and their variations, each a stream of its own; default 0. */
  readonly seed?: number;
  /** Settings to start from; default `photographs`. `presetFor(dataset)` names the one made for a dataset. */
  readonly preset?: PresetName;
  /** Size of the network, and settings in which it differs from the preset's; default `nano`. */
  readonly architecture?: ArchitectureOptions;
  /** Size of the pictures that enter the network, both sides multiples of 16; default the preset's. */
  readonly inputSize?: Size;
  /** Mirrored views of a picture that are averaged wherever it is judged or used, 1, 2 or 4; default the preset's. */
  readonly views?: ViewCount;
  /** Threads inside one operation; default 1. */
  readonly threads?: number;
  /** Default a new `onnx` engine with `threads`. */
  readonly engine?: Engine;
}

/** What decides a detector besides its weights: enough to build it again. */
export interface DetectorDescription {
  readonly classes: readonly string[];
  /** The printed spec, defaults spelt out. */
  readonly activation: string;
  readonly seed: number;
  readonly preset: PresetName;
  readonly architecture: ArchitectureSettings;
  readonly views: ViewCount;
}

/** One detected object. */
export interface DetectedObject {
  readonly class: string;
  readonly classIndex: number;
  /** P(object) times P(class given object), 0 to 1. */
  readonly score: number;
  /** In pixels of the original picture, inside it. */
  readonly box: BoxXyxy;
}

/** What was found on one picture. */
export interface DetectionResult extends Size {
  /** By descending score. */
  readonly boxes: readonly DetectedObject[];
}

/** Which boxes `detect` reports. */
export interface DetectOptions extends ViewOptions {
  /** Smallest score; default 0.3. */
  readonly scoreThreshold?: number;
  /** Largest IoU between two boxes of one class; default 0.65. */
  readonly iouThreshold?: number;
}

/** On what to inspect the layers. */
export interface InspectOptions {
  readonly dataset: Dataset;
  /** Default `train`, as during the training. */
  readonly split?: string;
}

/**
 * Creates an untrained detector.
 *
 * @example
 * ```ts
 * const dataset = await openDataset('voc:path/to/folder');
 * const detector = await createDetector({ classes: dataset.classes, activation: 'leaky_relu:0.1', seed: 1 });
 * for await (const event of detector.train({ dataset })) console.log(event);
 * const { boxes } = await detector.detect('photo.jpg');
 * ```
 *
 * @throws ActivationSpecError if there is no such activation
 * @throws RangeError if there are no classes, or the seed, the views or a setting of the architecture are out of range
 */
export async function createDetector(options: DetectorOptions): Promise<Detector> {
  const { classes, activation = 'relu', seed = 0, preset = 'photographs', threads = 1 } = options;
  if (classes.length === 0)
    throw new RangeError('createDetector: classes must name at least one class, got none');
  const description: DetectorDescription = {
    classes: [...classes],
    activation: printActivation(parseActivation(activation)),
    seed,
    preset,
    architecture: architectureSettings(DETECTOR_PRESETS[preset].architecture, {
      ...options.architecture,
      ...(options.inputSize && { inputSize: options.inputSize }),
    }),
    views: viewCount(options.views ?? DETECTOR_PRESETS[preset].views),
  };
  return buildDetector(description, options.engine ?? (await createEngine('onnx', { threads })));
}

/** The untrained detector of a description. */
export function buildDetector(description: DetectorDescription, engine: Engine): Detector {
  const { architecture, views } = description;
  const classCount = description.classes.length;
  const model = detectorModel({ ...description, classCount });
  return new Detector(description, new DetectorNetwork(engine, { model, classCount, architecture, views }));
}

/** A detector: trains, is judged, and finds things on pictures. Made by `createDetector` and `loadDetector`. */
export class Detector {
  constructor(
    readonly description: DetectorDescription,
    readonly network: DetectorNetwork,
  ) {}

  get classes(): readonly string[] {
    return this.description.classes;
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
   * Trains to the end of the last epoch, from the update the detector is at: a detector that was saved and
   * loaded goes on as if it had not stopped. Leaving the loop stops the training between two updates.
   *
   * @throws RangeError if a setting is out of range
   * @throws DatasetError, ImageError if the data break a rule
   */
  train(options: TrainOptions): AsyncGenerator<DetectorEvent, void, undefined> {
    const settings = trainingSettings(this.description.preset, options);
    const dataset = withClasses(options.dataset, this.classes);
    return trainDetector(this.network, { ...settings, ...options, dataset });
  }

  /**
   * Mean average precision on a split.
   *
   * @throws DatasetError, ImageError if the data break a rule or hold no object
   * @throws RangeError if the split has fewer than `images` pictures
   */
  async evaluate(options: EvaluateOptions): Promise<DetectorEvaluation> {
    const withOurs = { ...options, dataset: withClasses(options.dataset, this.classes) };
    return evaluateDetector(this.network, await prepareEvaluation(this.network, withOurs), withOurs);
  }

  /**
   * What every layer and unit does on the first 64 pictures of a split, and the gradient of the training's loss there.
   *
   * @throws DatasetError, ImageError if the data break a rule
   */
  async inspectLayers(options: InspectOptions): Promise<LayerInspection[]> {
    return this.network.inspect(await this.#probe(options));
  }

  /**
   * How the pre-activations of each layer are distributed on the same pictures.
   *
   * @throws DatasetError, ImageError if the data break a rule
   */
  async preActivationHistograms(options: InspectOptions): Promise<PreActivationHistogram[]> {
    return this.network.preActivationHistograms(await this.#probe(options));
  }

  async #probe({ dataset, split = 'train' }: InspectOptions): Promise<Batch> {
    const chosen = await withClasses(dataset, this.classes).split(split);
    const prepared = prepareSplit(chosen, this.network.inputSize);
    return firstExamples(prepared, this.network.layout, PROBE_PICTURES);
  }

  /**
   * Finds objects on a picture: a path, the bytes of a file, or pixels.
   *
   * @throws ImageError if it cannot be read
   */
  async detect(
    source: string | Uint8Array | RgbImage,
    { scoreThreshold = 0.3, iouThreshold = DEFAULT_IOU_THRESHOLD, views }: DetectOptions = {},
  ): Promise<DetectionResult> {
    const image =
      typeof source === 'string' || source instanceof Uint8Array ? await decodeImage(source) : source;
    const { pixels, letterbox } = await prepareExample(
      { id: '', image, objects: [] },
      this.network.inputSize,
    );
    const [found = []] = await this.network.detect([pixels], { scoreThreshold, iouThreshold, views });
    const boxes = found.map(({ box, score, classIndex }) => ({
      class: this.classes[classIndex] as string,
      classIndex,
      score,
      box: boxToOriginal(box, letterbox),
    }));
    return { width: image.width, height: image.height, boxes };
  }

  /** The trained network as the bytes of an ONNX file: pictures [B, H, W, 3] to the maps that hold the boxes. */
  toOnnx(): Uint8Array {
    const { model, state } = this.network;
    return exportOnnx(model, state, { classes: this.classes.join(',') });
  }

  /** The same network as the files of a TensorFlow.js Layers model. */
  toLayersModel(): LayersModelFiles {
    const { model, state } = this.network;
    return exportLayersModel(model, state, { classes: this.classes.join(',') });
  }

  /** Frees what the engine holds. Only a process that makes many detectors needs it. */
  async dispose(): Promise<void> {
    await this.network.dispose();
  }
}
