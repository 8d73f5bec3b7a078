// A model is traced: a layer applied to a symbolic value adds its operations to the graph and asks
// its scope for the parameters it learns. Building, training and exporting are traces of one layer.
import type { Activation } from '@rectify/activations';
import type { Shape } from '../graph/shape.js';
import { ShapeError } from '../graph/shapeError.js';
import type { Value } from '../graph/value.js';
import type { Initializer } from '../initializers.js';

/** A piece of a network. */
export interface Layer {
  /** What it is, for names and summaries: `dense`, `conv2d`, `leaky_relu`. */
  readonly kind: string;
  /** The activation that this layer is or begins with; the layer before initialises for it. */
  readonly activation?: Activation | null;
  /** True for layers that an activation's gain reaches through, such as batch normalisation. */
  readonly isTransparent?: boolean;
  /** Adds the layer's operations behind `input`, whose first axis is the batch. */
  apply(input: Value, scope: Scope): Value;
}

/** A tensor that a layer learns. */
export interface ParameterRequest {
  readonly shape: Shape;
  readonly initializer: Initializer;
  /** Whether weight decay applies: to weights, not to biases, slopes and norm scales. Default false. */
  readonly decays?: boolean;
}

/** A vector that a layer tracks without learning it, such as a running mean. */
export interface StatisticRequest {
  readonly size: number;
  /** One number for all elements, or one for each. */
  readonly initial: number | ArrayLike<number>;
}

/** Random numbers for one training step: uniform in [0, 1), or normal with mean 0 and variance 1. */
export interface NoiseRequest {
  readonly shape: Shape;
  readonly distribution: 'uniform' | 'normal';
}

/** A place where an activation is applied, for inspection. Unit or channel is axis 1 of both values. */
export interface ActivationSite {
  readonly layer: string;
  readonly activation: Activation;
  readonly preActivation: Value;
  readonly output: Value;
}

/** The factor of the standard deviation of weights ahead of an activation. */
export type GainRule = (activation: Activation) => number;

/** What a layer sees of its surroundings while it is traced. */
export interface Scope {
  /** Where the layer stands in the model: `2.residual.0.conv2d`. */
  readonly path: string;
  /** True while training: batch statistics instead of running ones. */
  readonly training: boolean;
  /** The activation that follows, for which weights are initialised; null ahead of a linear output. */
  readonly followedBy: Activation | null;
  /** The gain of initial weights ahead of an activation. */
  readonly gainOf: GainRule;
  /** The scope of a part of this layer. */
  enter(name: string, followedBy?: Activation | null): Scope;
  parameter(name: string, request: ParameterRequest): Value;
  statistic(name: string, request: StatisticRequest): Value;
  /** Replaces a statistic after a training step. */
  updateStatistic(name: string, next: Value): void;
  /**
   * Random numbers that are new in every training step and in every call of the model within one.
   *
   * @throws Error in evaluation mode, which is deterministic
   */
  noise(name: string, request: NoiseRequest): Value;
  recordActivation(site: Omit<ActivationSite, 'layer'>): void;
}

/** Applies a layer inside a scope of its own; a shape error names the layer. */
export function applyLayer(layer: Layer, input: Value, scope: Scope): Value {
  try {
    return layer.apply(input, scope);
  } catch (error) {
    throw error instanceof ShapeError ? error.inLayer(scope.path) : error;
  }
}

/** Whether an activation's gain reaches through all of the layers. */
export function areTransparent(layers: readonly Layer[]): boolean {
  return layers.every(({ isTransparent }) => isTransparent === true);
}

/** The activation that a sequence of layers begins with, looking through transparent ones. */
export function leadingActivation(layers: readonly Layer[]): Activation | null {
  const first = layers.find(({ isTransparent }) => isTransparent !== true);
  return first?.activation ?? null;
}
