// What a training step computes, as one graph: the user's loss, its gradients, the optimizer's update.
import { type Copies, checkCopies, copyVariables, type FlatNumbers, followingUpdates } from './copies.js';
import { gradients } from './graph/gradients.js';
import type { Graph } from './graph/graph.js';
import { constant, input, variable } from './graph/leaves.js';
import type { DataType } from './graph/operationSet.js';
import { printShape, type Shape, sizeOf } from './graph/shape.js';
import type { Value } from './graph/value.js';
import type { Model } from './model.js';
import { type BoundModel, bindModel, flatten, traceBound } from './modelState.js';
import { type NoiseInput, noiseIn, noiseInputs } from './noise.js';
import { clipByGlobalNorm } from './optimizers/clipByGlobalNorm.js';
import type { Optimizer } from './optimizers/optimizer.js';
import { positiveInteger } from './positiveInteger.js';
import type { Trace } from './trace.js';

/** Shape of one example without the batch axis, with its element type if that is not `float32`. */
export type InputSpec = Shape | { readonly shape: Shape; readonly type: DataType };

/** The model as a function in the loss. */
export type Predict = (x: Value) => Value;

/** What a loss is written with: the inputs by name, the model, and its copies by name. */
export type LossSite<Inputs extends string, Copy extends string> = { readonly predict: Predict } & {
  readonly [Name in Inputs]: Value;
} & { readonly [Name in Copy]: Predict };

/** A scalar loss, alone or with further values to report under their names: scalars, and the `vectors` of the options. */
export type LossResult = Value | ({ readonly loss: Value } & Readonly<Record<string, Value>>);

/** A loss of a model, and what it is computed from. */
export interface LossDescription<Inputs extends string, Copy extends string> {
  readonly model: Model;
  /** Examples in a run. */
  readonly batchSize: number;
  /** What a run is fed, by name. */
  readonly inputs: Readonly<Record<Inputs, InputSpec>>;
  readonly loss: (site: LossSite<Inputs, Copy>) => LossResult;
}

/** What a training step is made of. */
export interface StepOptions<Inputs extends string, Copy extends string>
  extends LossDescription<Inputs, Copy> {
  readonly optimizer: Optimizer;
  /** Copies of the model that follow it, such as a target network or averaged weights; none by default. */
  readonly copies?: Copies<Copy>;
  /**
   * How copies run; default `evaluation`. In `training` each call has random numbers and batch statistics of its own, which
   * move no running ones.
   */
  readonly copyMode?: 'evaluation' | 'training';
  /** Names of reported values that may have any shape; a step leaves their elements in `Trainer.vectors`. */
  readonly vectors?: readonly string[];
  /** Largest norm of the whole gradient; a longer one is scaled down to it. Default: none. */
  readonly maximumGradientNorm?: number;
}

/** The graph of a training step, with those of its inputs that hold random numbers. */
export interface TrainingGraph extends Graph {
  readonly noise: readonly NoiseInput[];
}

/**
 * The graph of one training step: loss, gradients, update.
 *
 * @throws RangeError if the loss or a metric is no scalar, a name is taken, or an option is out of range
 */
export function trainingGraph<Inputs extends string, Copy extends string>(
  options: StepOptions<Inputs, Copy>,
): TrainingGraph {
  checkOptions(options);
  const { model, optimizer, copies = {} as Copies<Copy> } = options;
  const parameters = variable('parameters', [model.parameterCount]);
  const online = bindModel(model, { parameters, statistics: variable('statistics', [model.statisticCount]) });
  const copied = copyVariables(model, copies);
  const mode = { copied, training: true, copyMode: options.copyMode };
  const { result, statistics, noise } = traceLoss(options, online, mode);
  const { loss, ...metrics } = 'loss' in result ? result : { loss: result };
  requireScalars({ loss, ...metrics }, options.vectors);
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
  const next = {
    parameters: updated.parameters,
    ...(statistics.length === 0 ? {} : { statistics: flatten(statistics) }),
  };
  const graph: Graph = {
    outputs: { loss, gradientNorm: norm, ...metrics },
    updates: { ...next, ...Object.fromEntries(slots), ...followingUpdates(copies, copied, next) },
  };
  return { ...graph, noise: noiseIn(graph, noise) };
}

/** How a loss is traced. */
interface LossMode<Copy extends string> {
  /** The numbers of the copies, by name. */
  readonly copied: ReadonlyMap<Copy, FlatNumbers>;
  /** Whether `predict` runs the model in training mode; otherwise in evaluation mode. */
  readonly training: boolean;
  /** How the copies run; default evaluation mode. */
  readonly copyMode?: 'evaluation' | 'training' | undefined;
}

/** A loss as values of a graph. */
interface LossTrace {
  readonly result: LossResult;
  /** The statistics after the step, in the order of the model's specs. */
  readonly statistics: readonly Value[];
  /** One for each call of `predict`, in order. */
  readonly predictions: readonly Trace[];
  /** What the calls in training mode asked for. */
  readonly noise: readonly NoiseInput[];
}

/** Writes the user's loss into a graph. */
export function traceLoss<Inputs extends string, Copy extends string>(
  { model, batchSize, inputs, loss }: LossDescription<Inputs, Copy>,
  online: BoundModel,
  { copied, training, copyMode = 'evaluation' }: LossMode<Copy>,
): LossTrace {
  const site: Record<string, Value | Predict> = {};
  for (const [name, spec] of Object.entries<InputSpec>(inputs)) {
    const { shape, type } = 'shape' in spec ? spec : { shape: spec, type: 'float32' as const };
    site[name] = input(name, [batchSize, ...shape], type);
  }
  let statistics = online.statistics;
  const predictions: Trace[] = [];
  const noise: NoiseInput[] = [];
  site.predict = (x) => {
    const source = training ? noiseInputs(`noise.${predictions.length}`, noise) : undefined;
    const traced = traceBound({ ...online, statistics }, x, source);
    predictions.push(traced);
    statistics = new Map([...statistics, ...traced.statistics]);
    return traced.output;
  };
  for (const [name, numbers] of copied) {
    const copy = bindModel(model, numbers);
    let calls = 0;
    site[name] = (x) => {
      const source = copyMode === 'training' ? noiseInputs(`noise.${name}.${calls++}`, noise) : undefined;
      return traceBound(copy, x, source).output;
    };
  }
  // The record was filled with exactly the names that the type lists.
  const result = loss(site as unknown as LossSite<Inputs, Copy>);
  return { result, statistics: [...statistics.values()], predictions, noise };
}

function checkOptions<Inputs extends string, Copy extends string>({
  model,
  batchSize,
  inputs,
  copies = {} as Copies<Copy>,
}: StepOptions<Inputs, Copy>): void {
  positiveInteger('compileTrainer: batchSize', batchSize);
  if (model.parameterCount === 0)
    throw new RangeError('compileTrainer: the model has no parameters to learn');
  requireDistinctNames('compileTrainer', [...Object.keys(inputs), ...Object.keys(copies)]);
  checkCopies(copies);
}

/**
 * Refuses two inputs or copies of one name.
 *
 * @throws RangeError that begins with `where`
 */
export function requireDistinctNames(where: string, names: readonly string[]): void {
  const taken = new Set(['predict', 'parameters', 'statistics']);
  for (const name of names) {
    if (taken.has(name)) {
      throw new RangeError(
        `${where}: "${name}" is taken; inputs and copies need different names, other than predict, parameters and statistics`,
      );
    }
    taken.add(name);
  }
}

/** 1 where weight decay applies: weights, not biases, slopes and norm scales. */
function decayMask({ parameters, parameterCount }: Model): Value {
  const mask = new Float32Array(parameterCount);
  for (const { shape, offset, decays } of parameters)
    mask.fill(decays ? 1 : 0, offset, offset + sizeOf(shape));
  return constant(mask, [parameterCount]);
}

function requireScalars(values: Readonly<Record<string, Value>>, vectors: readonly string[] = []): void {
  for (const [name, { shape }] of Object.entries(values)) {
    if (sizeOf(shape) === 1 || (name !== 'loss' && vectors.includes(name))) continue;
    const advice = name === 'loss' ? '' : ', or list it in `vectors`';
    throw new RangeError(
      `compileTrainer: "${name}" must be a scalar, got shape ${printShape(shape)}; reduce it, as reduceMean does${advice}`,
    );
  }
}

function byName<Content>(names: readonly string[], make: (name: string) => Content): Record<string, Content> {
  return Object.fromEntries(names.map((name) => [name, make(name)]));
}
