import {
  compilePredictor,
  type DirectPredictor,
  directPredictor,
  type Engine,
  type NumberArray,
  type Predictor,
  type PredictorOptions,
  sizeOf,
} from '@rectify/nn';

/**
 * Parameters up to which one observation passes the network in JavaScript rather than in the engine. A fixed number
 * (docs/performance.md), because the two round differently: one that was timed would make a seed mean nothing.
 */
const directParameters = 20_000;

/**
 * The policy that always takes the action of highest value, for any number of observations at once. With noise the values are
 * those of a noisy network (Fortunato et al. 2018), whose weights are drawn anew at every question.
 */
export class GreedyPolicy {
  readonly #engine: Engine;
  readonly #network: Omit<PredictorOptions, 'batchSize'>;
  readonly #predictors = new Map<number, Promise<Predictor>>();
  readonly #direct: DirectPredictor | null;
  #isDirectStale = false;

  constructor(engine: Engine, network: Omit<PredictorOptions, 'batchSize'>) {
    this.#engine = engine;
    this.#network = network;
    this.#direct = network.model.parameterCount > directParameters ? null : directPredictor(network);
  }

  /** Takes notice that the network's numbers are others now. Whoever changes them calls it. */
  parametersChanged(): void {
    this.#isDirectStale = true;
  }

  /**
   * The index of the best action for one observation, the first one on a tie: at once for a small dense network, which
   * an agent asks at most of its steps, and as a promise for others.
   *
   * @param observation - [N]
   */
  actOnce(observation: Float32Array): number | Promise<number> {
    const values = this.#directValues(observation);
    return values === undefined ? this.#values(observation).then(indexOfMaximum) : indexOfMaximum(values);
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
    return sizeOf(this.#network.model.outputShape);
  }

  /** All action values [B, A], flat. */
  async #values(observations: Float32Array): Promise<NumberArray> {
    const batchSize = observations.length / sizeOf(this.#network.model.inputShape);
    const direct = batchSize === 1 ? this.#directValues(observations) : undefined;
    return direct ?? (await this.#predictor(batchSize)).predict(observations);
  }

  /** The action values of one observation, until the next call; `undefined` if the network is left to the engine. */
  #directValues(observation: Float32Array): Float32Array | undefined {
    if (this.#direct === null) return undefined;
    if (this.#isDirectStale) this.#direct.refresh();
    this.#isDirectStale = false;
    return this.#direct.predict(observation);
  }

  /** A program has a fixed batch size, so each size that is asked for gets its own, once. */
  #predictor(batchSize: number): Promise<Predictor> {
    const existing = this.#predictors.get(batchSize);
    if (existing) return existing;
    const predictor = compilePredictor(this.#engine, { ...this.#network, batchSize });
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
