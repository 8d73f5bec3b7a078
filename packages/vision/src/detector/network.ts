// The programs of one detector and the numbers that they share: training, prediction, inspection.
import {
  adamw,
  compileInspector,
  compilePredictor,
  compileTrainer,
  createModelState,
  type Engine,
  type LayerInspection,
  type LossDescription,
  type Model,
  type ModelState,
  modelTensors,
  movingAverage,
  type Predictor,
  type RestoreOptions,
  restoreModel,
  restoreTrainer,
  type Schedule,
  type TensorFile,
  type Trainer,
  trainerTensors,
} from '@rectify/nn';
import type { Size } from '../boxes/box.js';
import type { ArchitectureSettings } from './architectureSettings.js';
import type { Batch } from './batches.js';
import { detectionLoss } from './detectionLoss.js';
import { type PredictionLayout, predictionLayout } from './predictionLayout.js';
import type { TrainingSettings } from './presets.js';
import { type DetectionThresholds, readDetections } from './readDetections.js';

type LossInput = 'images' | 'boxes' | 'positive' | 'classes';

/** The copy of the network that follows the trained one, under this name in a checkpoint. */
type Average = 'average';

/** A training step: fed by a `Batch`, reporting the parts of the loss. */
export type DetectorTrainer = Trainer<LossInput, Average>;

/** Pictures in a run of prediction or inspection, where there is more than one. */
const PREDICTION_BATCH = 16;

/** What a network is made of. */
export interface NetworkParts {
  readonly model: Model;
  readonly classCount: number;
  readonly architecture: ArchitectureSettings;
}

/**
 * A network on an engine; programs are compiled when they are first needed.
 *
 * Training moves one set of numbers. Where it keeps a moving average of them, that is what predicts, is inspected and
 * exported: `state`.
 */
export class DetectorNetwork {
  readonly model: Model;
  readonly classCount: number;
  /** Of the pictures that enter, in pixels. */
  readonly inputSize: Size;
  readonly layout: PredictionLayout;
  readonly #trained: ModelState;
  #state: ModelState;
  readonly #predictors = new Map<number, Promise<Predictor>>();
  #trainer: DetectorTrainer | undefined;
  #saved: TensorFile | undefined;

  constructor(
    readonly engine: Engine,
    { model, classCount, architecture }: NetworkParts,
  ) {
    this.model = model;
    this.classCount = classCount;
    this.inputSize = architecture.inputSize;
    this.layout = predictionLayout(architecture);
    this.#trained = createModelState(engine, model);
    this.#state = this.#trained;
  }

  /** The numbers that predict: the average of the trained ones if there is one. */
  get state(): ModelState {
    return this.#state;
  }

  /** Updates made in all, those before a checkpoint included. */
  get updates(): number {
    return this.#trainer?.updates ?? Number(this.#saved?.metadata.updates ?? 0);
  }

  /** The training step with a schedule of the learning rate; it goes on from where the last one was. */
  async compileTraining(settings: TrainingSettings, learningRate: Schedule): Promise<DetectorTrainer> {
    const before = this.#trainer === undefined ? this.#saved : trainerTensors(this.#trainer);
    await this.#trainer?.dispose();
    const trainer: DetectorTrainer = await compileTrainer(this.engine, {
      ...this.#lossDescription<Average>(settings),
      state: this.#trained,
      optimizer: adamw({ learningRate, weightDecay: settings.weightDecay }),
      maximumGradientNorm: settings.maximumGradientNorm,
      copies: { average: movingAverage(settings.averageDecay) },
    });
    if (before?.metadata.updates !== undefined) restoreTrainer(trainer, before);
    this.#trainer = trainer;
    this.#saved = undefined;
    await this.#predictWith(trainer.copies.average);
    return trainer;
  }

  /** The detections of each picture, boxes in pixels of the input. */
  async detect(pictures: readonly Uint8Array[], thresholds: DetectionThresholds) {
    const batchSize = pictures.length === 1 ? 1 : PREDICTION_BATCH;
    const predictor = await this.#predictor(batchSize);
    const results = [];
    for (let start = 0; start < pictures.length; start += batchSize) {
      const batch = pictures.slice(start, start + batchSize);
      const values = await predictor.predict(this.#join(batch, batchSize));
      const size = values.length / batchSize;
      for (const picture of batch.keys()) {
        const maps = values.subarray(picture * size, (picture + 1) * size);
        const { classCount } = this;
        results.push(readDetections({ values: maps, classCount }, thresholds));
      }
    }
    return results;
  }

  /**
   * The layers on a probe of examples, their number a multiple of 16, with the gradient of the training's loss
   * without focus. The program is there for as long as it runs: its maps and their gradients take much memory.
   */
  async inspect({ images, targets: { boxes, positive, classes } }: Batch): Promise<LayerInspection[]> {
    const inspector = await compileInspector(this.engine, {
      ...this.#lossDescription({ batchSize: PREDICTION_BATCH, focalFocus: 0 }),
      state: this.state,
    });
    try {
      return await inspector.inspect({ images, boxes, positive, classes });
    } finally {
      await inspector.dispose();
    }
  }

  /** Everything that a checkpoint holds. */
  tensors(): TensorFile {
    if (this.#trainer !== undefined) return trainerTensors(this.#trainer);
    return this.#saved ?? modelTensors(this.model, this.#trained);
  }

  /**
   * Takes over a checkpoint. Under another activation only the weights that predict are taken: the optimizer's state
   * belongs to the training of the old one, and training begins anew.
   */
  async restore(saved: TensorFile, options: RestoreOptions): Promise<void> {
    restoreModel({ model: this.model, state: this.#trained }, saved, options);
    const average = this.#averageIn(saved);
    await this.#predictWith(average ?? this.#trained);
    const own = modelTensors(this.model, this.#state);
    this.#saved = saved.metadata.activations === own.metadata.activations ? saved : own;
  }

  /** Frees the programs. */
  async dispose(): Promise<void> {
    await this.#trainer?.dispose();
    await this.#disposePredictors();
  }

  /** The averaged numbers of a checkpoint that has some. */
  #averageIn({ tensors }: TensorFile): ModelState | undefined {
    const { model, engine } = this;
    const [parameters, statistics] = [tensors['average.parameters'], tensors['average.statistics']];
    if (parameters === undefined || statistics === undefined) return undefined;
    const state = createModelState(engine, model);
    state.parameters.write(parameters.data);
    state.statistics.write(statistics.data);
    return state;
  }

  async #disposePredictors(): Promise<void> {
    for (const predictor of this.#predictors.values()) await (await predictor).dispose();
    this.#predictors.clear();
  }

  async #predictWith(state: ModelState): Promise<void> {
    this.#state = state;
    await this.#disposePredictors();
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

  #predictor(batchSize: number): Promise<Predictor> {
    const { model, state } = this;
    const known = this.#predictors.get(batchSize);
    const predictor = known ?? compilePredictor(this.engine, { model, state, batchSize });
    this.#predictors.set(batchSize, predictor);
    return predictor;
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
