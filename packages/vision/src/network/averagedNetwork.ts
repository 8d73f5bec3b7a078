// The numbers of one network and the programs that share them: training, prediction, inspection.
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
  type NumberArray,
  type PreActivationHistogram,
  type Predictor,
  preActivationHistograms,
  type RestoreOptions,
  restoreModel,
  restoreTrainer,
  type Schedule,
  type TensorFile,
  type Trainer,
  trainerTensors,
} from '@rectify/nn';

/** The copy of the network that follows the trained one, under this name in a checkpoint. */
type Average = 'average';

/** A training step that keeps an average. */
export type AveragingTrainer<Inputs extends string> = Trainer<Inputs, Average>;

/** How the numbers move in an update. */
export interface UpdateSettings {
  /** AdamW's decoupled decay, of convolution weights only. */
  readonly weightDecay: number;
  /** Largest norm of the whole gradient; a longer one is scaled down. 0: none is. */
  readonly maximumGradientNorm: number;
  /**
   * What the moving average of the weights keeps of itself at each update; the average is what is judged and saved.
   * 0: nothing, so that it is the weights of now.
   */
  readonly averageDecay: number;
}

/**
 * A network on an engine; programs are compiled when they are first needed.
 *
 * Training moves one set of numbers. Where it keeps a moving average of them, that is what predicts, is inspected and
 * exported: `state`.
 */
export class AveragedNetwork<Inputs extends string> {
  readonly #trained: ModelState;
  #state: ModelState;
  readonly #predictors = new Map<number, Promise<Predictor>>();
  #trainer: AveragingTrainer<Inputs> | undefined;
  #saved: TensorFile | undefined;

  constructor(
    readonly engine: Engine,
    readonly model: Model,
  ) {
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
  async compileTraining(
    loss: LossDescription<Inputs, Average>,
    { weightDecay, maximumGradientNorm, averageDecay }: UpdateSettings,
    learningRate: Schedule,
  ): Promise<AveragingTrainer<Inputs>> {
    const before = this.#trainer === undefined ? this.#saved : trainerTensors(this.#trainer);
    await this.#trainer?.dispose();
    const trainer: AveragingTrainer<Inputs> = await compileTrainer(this.engine, {
      ...loss,
      state: this.#trained,
      optimizer: adamw({ learningRate, weightDecay }),
      maximumGradientNorm: maximumGradientNorm === 0 ? Infinity : maximumGradientNorm,
      copies: { average: movingAverage(averageDecay) },
    });
    if (before?.metadata.updates !== undefined) restoreTrainer(trainer, before);
    this.#trainer = trainer;
    this.#saved = undefined;
    await this.#predictWith(trainer.copies.average);
    return trainer;
  }

  /** The program that predicts so many examples at once. */
  predictor(batchSize: number): Promise<Predictor> {
    const { model, state } = this;
    const known = this.#predictors.get(batchSize);
    const predictor = known ?? compilePredictor(this.engine, { model, state, batchSize });
    this.#predictors.set(batchSize, predictor);
    return predictor;
  }

  /**
   * The layers on a probe of examples, their number a multiple of the loss's batch, with the gradient of the loss. The
   * program is there for as long as it runs: its maps and their gradients take much memory.
   */
  async inspect(
    loss: LossDescription<Inputs, never>,
    feeds: Readonly<Record<Inputs, NumberArray>>,
  ): Promise<LayerInspection[]> {
    const inspector = await compileInspector(this.engine, { ...loss, state: this.state });
    try {
      return await inspector.inspect(feeds);
    } finally {
      await inspector.dispose();
    }
  }

  /** How the pre-activations of each layer are distributed on inputs; `batchSize` of them at a time. */
  preActivationHistograms(inputs: NumberArray, batchSize: number): Promise<PreActivationHistogram[]> {
    return preActivationHistograms(this.engine, { model: this.model, state: this.state, batchSize }, inputs);
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
}
