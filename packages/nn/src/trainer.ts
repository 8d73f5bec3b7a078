// A training step as one program: forward, backward and update of the whole network in a single run.
import { type Copies, scheduledShares } from './copies.js';
import type { Engine, NumberArray, Program, Variable } from './engines/engine.js';
import type { Place } from './lockstep.js';
import type { Model } from './model.js';
import { createModelState, type ModelState } from './modelState.js';
import { drawNoise, type NoiseInput } from './noise.js';
import type { Optimizer } from './optimizers/optimizer.js';
import { type RandomStream, randomStream } from './random.js';
import { type StepOptions, trainingGraph } from './trainingGraph.js';

/** What `compileTrainer` needs. */
export interface TrainerOptions<Inputs extends string, Copy extends string>
  extends StepOptions<Inputs, Copy> {
  /** State to train; default a new one with the model's initial numbers. */
  readonly state?: ModelState;
}

/** The scalars of a step: `loss`, `gradientNorm` before clipping, and what the loss reports. */
export type StepMetrics = { readonly loss: number; readonly gradientNorm: number } & Readonly<
  Record<string, number>
>;

/** Trains a model step by step. */
export interface Trainer<Inputs extends string, Copy extends string> {
  readonly model: Model;
  readonly state: ModelState;
  /** The numbers of each copy, such as averaged weights to evaluate or export. */
  readonly copies: Readonly<Record<Copy, ModelState>>;
  /** Everything that a checkpoint must hold besides the state: optimizer slots and copies, flat, by name. */
  readonly variables: Readonly<Record<string, Variable>>;
  /** Updates made so far. A checkpoint sets it, because schedules and bias corrections depend on it. */
  updates: number;
  /** What the last step reported under the names in `vectors`, flat; empty before the first. */
  readonly vectors: Readonly<Record<string, NumberArray>>;
  /**
   * One update.
   *
   * @param feeds - for each input a whole batch, flat: [batchSize, ...shape]
   * @throws RangeError if an input is missing or has the wrong number of elements
   * @throws Error if the step before is still running: it would be lost
   */
  step(feeds: Readonly<Record<Inputs, NumberArray>>): Promise<StepMetrics>;
  /**
   * Gives a copy the parameters and statistics of now.
   *
   * @throws RangeError if there is no such copy
   */
  copyParameters(to: Copy): void;
  /** Says that no step follows soon: the other members of a population go on alone until the next one. */
  pause(): void;
  /** Frees the program; the state stays usable. */
  dispose(): Promise<void>;
}

/**
 * Compiles the training step of a model.
 *
 * The loss is traced once; `predict` runs the model in training mode, a copy without a gradient and, unless `copyMode`
 * says otherwise, in evaluation mode. Statistics that several calls of `predict` move are moved by one after the other. Random numbers, such as
 * the masks of dropout, differ from call to call and from step to step; they follow from the model's seed and
 * `updates` alone, so that a resumed run sees those of an unbroken one.
 *
 * @throws RangeError if the loss or a metric is no scalar, a name is taken, the model learns nothing, the state does
 *   not fit the model, or an option is out of range
 * @throws ShapeError if the loss combines shapes that do not fit
 * @example
 * const trainer = await compileTrainer(engine, {
 *   model,
 *   optimizer: adam({ learningRate: 1e-3 }),
 *   batchSize: 64,
 *   inputs: { x: [2], y: [1] },
 *   copies: { target: 'frozen' },
 *   loss: ({ predict, target, x, y }) => ({
 *     loss: huber(predict(x), y),
 *     drift: meanSquaredError(predict(x), target(x)),
 *   }),
 * });
 * const { loss, gradientNorm, drift } = await trainer.step({ x, y });
 * trainer.copyParameters('target');
 */
export async function compileTrainer<Inputs extends string, Copy extends string = never>(
  engine: Engine,
  options: TrainerOptions<Inputs, Copy>,
): Promise<Trainer<Inputs, Copy>> {
  const { model, optimizer } = options;
  const graph = trainingGraph(options);
  const state = options.state ?? createModelState(engine, model);
  const variables: Record<string, Variable> = {};
  for (const slot of optimizer.slots)
    variables[`optimizer.${slot}`] = engine.variable(new Float32Array(model.parameterCount));
  const copies = Object.fromEntries(
    Object.keys(options.copies ?? {}).map((name) => [name, copyOf(engine, state)]),
  ) as Record<Copy, ModelState>;
  for (const [name, { parameters, statistics }] of Object.entries<ModelState>(copies)) {
    variables[`${name}.parameters`] = parameters;
    variables[`${name}.statistics`] = statistics;
  }
  const program = await engine.compile(graph, { ...state, ...variables });
  return assembleTrainer(options, { program, state, copies, variables, noise: graph.noise });
}

/** What a trainer works with: its numbers, and the program that changes them. */
export interface TrainerParts<Copy extends string>
  extends Pick<Trainer<string, Copy>, 'state' | 'copies' | 'variables'> {
  readonly program: Program & Partial<Pick<Place, 'pause'>>;
  /** The random numbers that a step is fed. */
  readonly noise: readonly NoiseInput[];
}

/** A trainer on parts that fit the options. */
export function assembleTrainer<Inputs extends string, Copy extends string>(
  options: StepOptions<Inputs, Copy>,
  parts: TrainerParts<Copy>,
): Trainer<Inputs, Copy> {
  return new CompiledTrainer(options, parts);
}

function copyOf(engine: Engine, { parameters, statistics }: ModelState): ModelState {
  return { parameters: engine.variable(parameters.read()), statistics: engine.variable(statistics.read()) };
}

class CompiledTrainer<Inputs extends string, Copy extends string> implements Trainer<Inputs, Copy> {
  readonly model: Model;
  readonly state: ModelState;
  readonly copies: Readonly<Record<Copy, ModelState>>;
  readonly variables: Readonly<Record<string, Variable>>;
  updates = 0;
  vectors: Readonly<Record<string, NumberArray>> = {};
  readonly #vectorNames: readonly string[];
  readonly #following: Copies<string>;
  readonly #optimizer: Optimizer;
  readonly #inputNames: readonly string[];
  readonly #scalars: ReadonlyMap<string, Float64Array>;
  /** What the program is fed, in an object that stays: making one with these names takes 3 us, a small update 200. */
  readonly #feeds: Record<string, NumberArray | undefined>;
  readonly #program: TrainerParts<Copy>['program'];
  readonly #noise: readonly NoiseInput[];
  readonly #noiseStream: RandomStream;
  #isRunning = false;

  constructor(
    { model, optimizer, inputs, copies = {} as Copies<Copy>, vectors = [] }: StepOptions<Inputs, Copy>,
    parts: TrainerParts<Copy>,
  ) {
    this.model = model;
    this.state = parts.state;
    this.copies = parts.copies;
    this.variables = parts.variables;
    this.#vectorNames = vectors;
    this.#following = copies;
    this.#optimizer = optimizer;
    this.#inputNames = Object.keys(inputs);
    this.#scalars = new Map(Object.keys(optimizer.scalars(0)).map((name) => [name, new Float64Array(1)]));
    this.#feeds = Object.fromEntries(
      [...this.#scalars].map(([name, numbers]) => [`optimizer.${name}`, numbers]),
    );
    this.#program = parts.program;
    this.#noise = parts.noise;
    this.#noiseStream = randomStream(model.seed).split('noise');
  }

  async step(feeds: Readonly<Record<Inputs, NumberArray>>): Promise<StepMetrics> {
    if (this.#isRunning) throw new Error('step: the one before is still running; await it first');
    this.#isRunning = true;
    try {
      return await this.#update(feeds);
    } finally {
      this.#isRunning = false;
    }
  }

  async #update(feeds: Readonly<Record<Inputs, NumberArray>>): Promise<StepMetrics> {
    const outputs = await this.#program.run(this.#feedsWith(feeds));
    this.updates++;
    const metrics: Record<string, number> = {};
    const vectors: Record<string, NumberArray> = {};
    for (const [name, values] of Object.entries(outputs)) {
      if (this.#vectorNames.includes(name)) vectors[name] = values;
      else metrics[name] = values[0] as number;
    }
    this.vectors = vectors;
    return metrics as StepMetrics;
  }

  /** A feed that the caller left out is left out here too, so that the program says so. */
  #feedsWith(feeds: Readonly<Record<string, NumberArray>>): Readonly<Record<string, NumberArray>> {
    for (const name of this.#inputNames) this.#feeds[name] = feeds[name];
    for (const [name, value] of Object.entries(this.#optimizer.scalars(this.updates))) {
      (this.#scalars.get(name) as Float64Array)[0] = value;
    }
    const streamOf = (name: string) => this.#noiseStream.split(name).split(String(this.updates));
    Object.assign(
      this.#feeds,
      scheduledShares(this.#following, this.updates),
      drawNoise(this.#noise, streamOf),
    );
    return this.#feeds as Record<string, NumberArray>;
  }

  copyParameters(to: Copy): void {
    if (!Object.hasOwn(this.copies, to)) throw new RangeError(`copyParameters: there is no copy "${to}"`);
    const { parameters, statistics } = this.copies[to];
    parameters.write(this.state.parameters.read());
    statistics.write(this.state.statistics.read());
  }

  pause(): void {
    this.#program.pause?.();
  }

  async dispose(): Promise<void> {
    await this.#program.dispose();
  }
}
