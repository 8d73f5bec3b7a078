// A training step as one program: forward, backward and update of the whole network in a single run.
import type { Engine, NumberArray, Program, Variable } from './engines/engine.js';
import { gradients } from './graph/gradients.js';
import { constant, input, variable } from './graph/leaves.js';
import type { DataType } from './graph/operationSet.js';
import { printShape, type Shape, sizeOf } from './graph/shape.js';
import type { Value } from './graph/value.js';
import type { Model } from './model.js';
import {
  type BoundModel,
  bindModel,
  createModelState,
  flatten,
  type ModelState,
  traceBound,
} from './modelState.js';
import { clipByGlobalNorm } from './optimizers/clipByGlobalNorm.js';
import type { Optimizer } from './optimizers/optimizer.js';
import { positiveInteger } from './positiveInteger.js';

/** Shape of one example without the batch axis, with its element type if that is not `float32`. */
export type InputSpec = Shape | { readonly shape: Shape; readonly type: DataType };

/** The model as a function in the loss. */
export type Predict = (x: Value) => Value;

/** What a loss is written with: the inputs by name, the model, and its frozen copies by name. */
export type LossSite<Inputs extends string, Frozen extends string> = { readonly predict: Predict } & {
  readonly [Name in Inputs]: Value;
} & { readonly [Name in Frozen]: Predict };

/** A scalar loss, alone or with further scalars to report under their names. */
export type LossResult = Value | ({ readonly loss: Value } & Readonly<Record<string, Value>>);

/** What `compileTrainer` needs. */
export interface TrainerOptions<Inputs extends string, Frozen extends string> {
  readonly model: Model;
  readonly optimizer: Optimizer;
  /** Examples in a step. */
  readonly batchSize: number;
  /** What a step is fed, by name. */
  readonly inputs: Readonly<Record<Inputs, InputSpec>>;
  readonly loss: (site: LossSite<Inputs, Frozen>) => LossResult;
  /** Copies of the model that keep their parameters until `copyParameters`, such as a target network. */
  readonly frozen?: readonly Frozen[];
  /** Largest norm of the whole gradient; a longer one is scaled down to it. Default: none. */
  readonly maximumGradientNorm?: number;
  /** State to train; default a new one with the model's initial numbers. */
  readonly state?: ModelState;
}

/** The scalars of a step: `loss`, `gradientNorm` before clipping, and what the loss reports. */
export type StepMetrics = { readonly loss: number; readonly gradientNorm: number } & Readonly<
  Record<string, number>
>;

/** Trains a model step by step. */
export interface Trainer<Inputs extends string, Frozen extends string> {
  readonly model: Model;
  readonly state: ModelState;
  /** Everything that a checkpoint must hold besides the state: optimizer slots and frozen copies, flat, by name. */
  readonly variables: Readonly<Record<string, Variable>>;
  /** Updates made so far. A checkpoint sets it, because schedules and bias corrections depend on it. */
  updates: number;
  /**
   * One update.
   *
   * @param feeds - for each input a whole batch, flat: [batchSize, ...shape]
   * @throws RangeError if an input is missing or has the wrong number of elements
   * @throws Error if the step before is still running: it would be lost
   */
  step(feeds: Readonly<Record<Inputs, NumberArray>>): Promise<StepMetrics>;
  /**
   * Gives a frozen copy the parameters and statistics of now.
   *
   * @throws RangeError if there is no such copy
   */
  copyParameters(to: Frozen): void;
  /** Frees the program; the state stays usable. */
  dispose(): Promise<void>;
}

/**
 * Compiles the training step of a model.
 *
 * The loss is traced once; `predict` runs the model in training mode, a frozen copy in evaluation mode and without
 * a gradient. Statistics that several calls of `predict` move are moved by one after the other.
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
 *   frozen: ['target'],
 *   loss: ({ predict, target, x, y }) => ({
 *     loss: huber(predict(x), y),
 *     drift: meanSquaredError(predict(x), target(x)),
 *   }),
 * });
 * const { loss, gradientNorm, drift } = await trainer.step({ x, y });
 * trainer.copyParameters('target');
 */
export async function compileTrainer<Inputs extends string, Frozen extends string = never>(
  engine: Engine,
  options: TrainerOptions<Inputs, Frozen>,
): Promise<Trainer<Inputs, Frozen>> {
  const { model, optimizer, frozen = [] } = options;
  checkOptions(options);
  const state = options.state ?? createModelState(engine, model);
  const variables: Record<string, Variable> = {};
  for (const slot of optimizer.slots)
    variables[`optimizer.${slot}`] = engine.variable(new Float32Array(model.parameterCount));
  for (const name of frozen) {
    variables[`${name}.parameters`] = engine.variable(state.parameters.read());
    variables[`${name}.statistics`] = engine.variable(state.statistics.read());
  }
  const graph = trainingGraph(options);
  const program = await engine.compile(graph, { ...state, ...variables });
  return new CompiledTrainer(options, { program, state, variables });
}

function checkOptions<Inputs extends string, Frozen extends string>({
  model,
  batchSize,
  inputs,
  frozen = [],
}: TrainerOptions<Inputs, Frozen>): void {
  positiveInteger('compileTrainer: batchSize', batchSize);
  if (model.parameterCount === 0)
    throw new RangeError('compileTrainer: the model has no parameters to learn');
  const taken = new Set(['predict', 'parameters', 'statistics']);
  for (const name of [...Object.keys(inputs), ...frozen]) {
    if (taken.has(name)) {
      throw new RangeError(
        `compileTrainer: "${name}" is taken; inputs and frozen copies need different names, other than predict, parameters and statistics`,
      );
    }
    taken.add(name);
  }
}

function trainingGraph<Inputs extends string, Frozen extends string>(
  options: TrainerOptions<Inputs, Frozen>,
) {
  const { model, optimizer } = options;
  const parameters = variable('parameters', [model.parameterCount]);
  const online = bindModel(model, { parameters, statistics: variable('statistics', [model.statisticCount]) });
  const { result, statistics } = traceLoss(options, online);
  const { loss, ...metrics } = 'loss' in result ? result : { loss: result };
  requireScalars({ loss, ...metrics });
  if ('gradientNorm' in metrics)
    throw new RangeError('compileTrainer: every step reports "gradientNorm"; name the metric otherwise');

  const learned = [...online.parameters.values()];
  const { gradient, norm } = clipByGlobalNorm(
    flatten(gradients(loss, learned)),
    options.maximumGradientNorm ?? Infinity,
  );
  const decay = optimizer.weightDecay > 0 ? decayMask(model) : undefined;
  const updated = optimizer.update({
    parameters,
    gradient,
    slots: byName(optimizer.slots, (slot) => variable(`optimizer.${slot}`, [model.parameterCount])),
    scalars: byName(Object.keys(optimizer.scalars(0)), (name) => input(`optimizer.${name}`, [])),
    ...(decay === undefined ? {} : { decay }),
  });
  const slots = Object.entries(updated.slots).map(([name, next]) => [`optimizer.${name}`, next] as const);
  return {
    outputs: { loss, gradientNorm: norm, ...metrics },
    updates: {
      parameters: updated.parameters,
      ...Object.fromEntries(slots),
      ...(statistics.length === 0 ? {} : { statistics: flatten(statistics) }),
    },
  };
}

/** Writes the user's loss; returns it with the statistics after the step, in the order of the model's specs. */
function traceLoss<Inputs extends string, Frozen extends string>(
  { model, batchSize, inputs, frozen = [], loss }: TrainerOptions<Inputs, Frozen>,
  online: BoundModel,
): { result: LossResult; statistics: readonly Value[] } {
  const site: Record<string, Value | Predict> = {};
  for (const [name, spec] of Object.entries<InputSpec>(inputs)) {
    const { shape, type } = 'shape' in spec ? spec : { shape: spec, type: 'float32' as const };
    site[name] = input(name, [batchSize, ...shape], type);
  }
  let statistics = online.statistics;
  site.predict = (x) => {
    const traced = traceBound({ ...online, statistics }, x, true);
    statistics = new Map([...statistics, ...traced.statistics]);
    return traced.output;
  };
  for (const name of frozen) {
    const copy = bindModel(model, {
      parameters: variable(`${name}.parameters`, [model.parameterCount]),
      statistics: variable(`${name}.statistics`, [model.statisticCount]),
    });
    site[name] = (x) => traceBound(copy, x, false).output;
  }
  // The record was filled with exactly the names that the type lists.
  const result = loss(site as unknown as LossSite<Inputs, Frozen>);
  return { result, statistics: [...statistics.values()] };
}

class CompiledTrainer<Inputs extends string, Frozen extends string> implements Trainer<Inputs, Frozen> {
  readonly model: Model;
  readonly state: ModelState;
  readonly variables: Readonly<Record<string, Variable>>;
  updates = 0;
  readonly #optimizer: Optimizer;
  readonly #program: Program;
  #isRunning = false;

  constructor(
    { model, optimizer }: TrainerOptions<Inputs, Frozen>,
    parts: { program: Program; state: ModelState; variables: Readonly<Record<string, Variable>> },
  ) {
    this.model = model;
    this.state = parts.state;
    this.variables = parts.variables;
    this.#optimizer = optimizer;
    this.#program = parts.program;
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
    const all: Record<string, NumberArray> = { ...feeds };
    for (const [name, value] of Object.entries(this.#optimizer.scalars(this.updates))) {
      all[`optimizer.${name}`] = Float64Array.of(value);
    }
    const outputs = await this.#program.run(all);
    this.updates++;
    const metrics: Record<string, number> = {};
    for (const [name, values] of Object.entries(outputs)) metrics[name] = values[0] as number;
    return metrics as StepMetrics;
  }

  copyParameters(to: Frozen): void {
    const parameters = this.variables[`${to}.parameters`];
    const statistics = this.variables[`${to}.statistics`];
    if (parameters === undefined || statistics === undefined) {
      throw new RangeError(`copyParameters: there is no frozen copy "${to}"`);
    }
    parameters.write(this.state.parameters.read());
    statistics.write(this.state.statistics.read());
  }

  async dispose(): Promise<void> {
    await this.#program.dispose();
  }
}

/** 1 where weight decay applies: weights, not biases, slopes and norm scales. */
function decayMask({ parameters, parameterCount }: Model): Value {
  const mask = new Float32Array(parameterCount);
  for (const { shape, offset, decays } of parameters)
    mask.fill(decays ? 1 : 0, offset, offset + sizeOf(shape));
  return constant(mask, [parameterCount]);
}

function requireScalars(values: Readonly<Record<string, Value>>): void {
  for (const [name, { shape }] of Object.entries(values)) {
    if (sizeOf(shape) !== 1)
      throw new RangeError(
        `compileTrainer: "${name}" must be a scalar, got shape ${printShape(shape)}; reduce it, as reduceMean does`,
      );
  }
}

function byName<Content>(names: readonly string[], make: (name: string) => Content): Record<string, Content> {
  return Object.fromEntries(names.map((name) => [name, make(name)]));
}
