// The programs of one detector and the numbers that they share: training, prediction, inspection.
import type {
  Engine,
  LayerInspection,
  LossDescription,
  Model,
  ModelState,
  NumberArray,
  PreActivationHistogram,
  RestoreOptions,
  Schedule,
  TensorFile,
} from '@rectify/nn';
import type { Size } from '../boxes/box.js';
import type { ClassifiedBox } from '../boxes/nonMaximumSuppression.js';
import { AveragedNetwork, type AveragingTrainer } from '../network/averagedNetwork.js';
import type { ArchitectureSettings } from './architectureSettings.js';
import type { Batch } from './batches.js';
import { detectionLoss } from './detectionLoss.js';
import { meanOfViews, viewsOf } from './mirroredViews.js';
import { type PredictionLayout, predictionLayout } from './predictionLayout.js';
import type { TrainingSettings } from './presets.js';
import { type DetectionThresholds, readDetections } from './readDetections.js';
import type { ViewCount } from './viewCount.js';

type LossInput = 'images' | 'boxes' | 'positive' | 'classes';

/** A training step: fed by a `Batch`, reporting the parts of the loss. */
export type DetectorTrainer = AveragingTrainer<LossInput>;

/** Pictures in a run of prediction or inspection, where there are more than a few. */
const PREDICTION_BATCH = 16;

/** As many as all views of one picture: they are run one by one. */
const FEW_PICTURES = 4;

/** What is looked at. */
export interface ViewOptions {
  /**
   * Views of a picture whose predictions are averaged: 1, it alone; 2, and mirrored left and right; 4, and both of them upside
   * down. Each costs a run of the network. Default the detector's own.
   */
  readonly views?: ViewCount | undefined;
}

/** What a network is made of. */
export interface NetworkParts {
  readonly model: Model;
  readonly classCount: number;
  readonly architecture: ArchitectureSettings;
  /** Views of a picture where nothing else is asked for. */
  readonly views: ViewCount;
}

/** A network that detects, and the loss that it learns by; its numbers are those of an `AveragedNetwork`. */
export class DetectorNetwork {
  readonly model: Model;
  readonly classCount: number;
  /** Of the pictures that enter, in pixels. */
  readonly inputSize: Size;
  readonly layout: PredictionLayout;
  readonly views: ViewCount;
  readonly #network: AveragedNetwork<LossInput>;

  constructor(engine: Engine, { model, classCount, architecture, views }: NetworkParts) {
    this.model = model;
    this.classCount = classCount;
    this.inputSize = architecture.inputSize;
    this.layout = predictionLayout(architecture);
    this.views = views;
    this.#network = new AveragedNetwork(engine, model);
  }

  /** The numbers that predict: the average of the trained ones if there is one. */
  get state(): ModelState {
    return this.#network.state;
  }

  /** Updates made in all, those before a checkpoint included. */
  get updates(): number {
    return this.#network.updates;
  }

  /** The training step with a schedule of the learning rate; it goes on from where the last one was. */
  compileTraining(settings: TrainingSettings, learningRate: Schedule): Promise<DetectorTrainer> {
    return this.#network.compileTraining(this.#lossDescription(settings), settings, learningRate);
  }

  /**
   * The detections of each picture, boxes in pixels of the input.
   *
   * @throws RangeError if there can't be so many views
   */
  async detect(
    pictures: readonly Uint8Array[],
    { views = this.views, ...thresholds }: DetectionThresholds & ViewOptions,
  ): Promise<ClassifiedBox[][]> {
    const { classCount, layout, inputSize } = this;
    const predictions = await this.#predict(pictures.flatMap((pixels) => viewsOf(pixels, inputSize, views)));
    return pictures.map((_, picture) => {
      const own = predictions.slice(picture * views, (picture + 1) * views);
      return readDetections({ values: meanOfViews(own, layout, inputSize), classCount }, thresholds);
    });
  }

  /** The maps of each picture, [5 + C, N]. */
  async #predict(pictures: readonly Uint8Array[]): Promise<NumberArray[]> {
    const batchSize = pictures.length <= FEW_PICTURES ? 1 : PREDICTION_BATCH;
    const predictor = await this.#network.predictor(batchSize);
    const predictions: NumberArray[] = [];
    for (let start = 0; start < pictures.length; start += batchSize) {
      const batch = pictures.slice(start, start + batchSize);
      const values = await predictor.predict(this.#join(batch, batchSize));
      const size = values.length / batchSize;
      for (const picture of batch.keys())
        predictions.push(values.subarray(picture * size, (picture + 1) * size));
    }
    return predictions;
  }

  /**
   * The layers on a probe of examples, their number a multiple of 16, with the gradient of the training's loss
   * without focus.
   */
  inspect({ images, targets: { boxes, positive, classes } }: Batch): Promise<LayerInspection[]> {
    const loss = this.#lossDescription<never>({ batchSize: PREDICTION_BATCH, focalFocus: 0 });
    return this.#network.inspect(loss, { images, boxes, positive, classes });
  }

  /** How the pre-activations of each layer are distributed on examples, their number a multiple of 16. */
  preActivationHistograms({ images }: Batch): Promise<PreActivationHistogram[]> {
    return this.#network.preActivationHistograms(images, PREDICTION_BATCH);
  }

  /** Everything that a checkpoint holds. */
  tensors(): TensorFile {
    return this.#network.tensors();
  }

  /** Takes over a checkpoint: see `AveragedNetwork`. */
  restore(saved: TensorFile, options: RestoreOptions): Promise<void> {
    return this.#network.restore(saved, options);
  }

  /** Frees the programs. */
  dispose(): Promise<void> {
    return this.#network.dispose();
  }

  /** The loss of a batch, and what it is fed: the parts of a `Batch`. */
  #lossDescription<Copy extends string>({
    batchSize,
    focalFocus,
  }: Pick<TrainingSettings, 'batchSize' | 'focalFocus'>): LossDescription<LossInput, Copy> {
    const { cellCount } = this.layout;
    return {
      model: this.model,
      batchSize,
      inputs: {
        images: { shape: this.model.inputShape, type: 'uint8' },
        boxes: [4, cellCount],
        positive: [cellCount],
        classes: { shape: [cellCount], type: 'int32' },
      },
      loss: ({ predict, images, boxes, positive, classes }) =>
        detectionLoss(predict(images), { boxes, positive, classes }, { focalFocus }),
    };
  }

  #join(pictures: readonly Uint8Array[], batchSize: number): Uint8Array {
    const [first] = pictures;
    if (batchSize === 1 && first !== undefined) return first;
    const pictureBytes = this.inputSize.width * this.inputSize.height * 3;
    const joined = new Uint8Array(batchSize * pictureBytes);
    for (const [place, pixels] of pictures.entries()) joined.set(pixels, place * pictureBytes);
    return joined;
  }
}
