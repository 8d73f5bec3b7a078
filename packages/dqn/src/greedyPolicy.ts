import {
  compilePredictor,
  type Engine,
  type Model,
  type ModelState,
  type NumberArray,
  type Predictor,
  sizeOf,
} from '@rectify/nn';

/** The policy that always takes the action of highest value, for any number of observations at once. */
export class GreedyPolicy {
  readonly #engine: Engine;
  readonly #model: Model;
  readonly #state: ModelState;
  readonly #predictors = new Map<number, Promise<Predictor>>();

  constructor(engine: Engine, { model, state }: { readonly model: Model; readonly state: ModelState }) {
    this.#engine = engine;
    this.#model = model;
    this.#state = state;
  }

  /**
   * The index of the best action for each observation; the first one on a tie.
   *
   * @param observations - [B, N], flat
   */
  async act(observations: Float32Array): Promise<Int32Array> {
    const values = await this.#values(observations);
    const actionCount = this.#actionCount;
    return Int32Array.from({ length: values.length / actionCount }, (_, row) => {
      return indexOfMaximum(values.subarray(row * actionCount, (row + 1) * actionCount));
    });
  }

  /** The value of the best action for each observation, in scaled reward. */
  async bestValues(observations: Float32Array): Promise<Float32Array> {
    const values = await this.#values(observations);
    const actionCount = this.#actionCount;
    return Float32Array.from({ length: values.length / actionCount }, (_, row) => {
      return Math.max(...values.subarray(row * actionCount, (row + 1) * actionCount));
    });
  }

  /** Frees the compiled programs. */
  async dispose(): Promise<void> {
    for (const predictor of this.#predictors.values()) await (await predictor).dispose();
    this.#predictors.clear();
  }

  get #actionCount(): number {
    return sizeOf(this.#model.outputShape);
  }

  /** All action values [B, A], flat. */
  async #values(observations: Float32Array): Promise<NumberArray> {
    const batchSize = observations.length / sizeOf(this.#model.inputShape);
    return (await this.#predictor(batchSize)).predict(observations);
  }

  /** A program has a fixed batch size, so each size that is asked for gets its own, once. */
  #predictor(batchSize: number): Promise<Predictor> {
    const existing = this.#predictors.get(batchSize);
    if (existing) return existing;
    const predictor = compilePredictor(this.#engine, { model: this.#model, state: this.#state, batchSize });
    this.#predictors.set(batchSize, predictor);
    return predictor;
  }
}

function indexOfMaximum(values: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) {
    if ((values[index] as number) > (values[best] as number)) best = index;
  }
  return best;
}
