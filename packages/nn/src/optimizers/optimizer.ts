// What an optimizer is. All parameters of a network stand in one flat vector [P], and so does each piece of optimizer
// state, so that an update is about ten elementwise operations however many weights the network has.
import { add, mul } from '../graph/arithmetic.js';
import type { Operand } from '../graph/leaves.js';
import type { Value } from '../graph/value.js';

/** Where an optimizer extends the graph. */
export interface UpdateSite {
  /** All parameters, [P]. */
  readonly parameters: Value;
  /** The gradient of the loss with respect to them, [P]. */
  readonly gradient: Value;
  /** The current content of each slot, [P]. */
  readonly slots: Readonly<Record<string, Value>>;
  /** What `scalars` returned for this step, as values of shape []. */
  readonly scalars: Readonly<Record<string, Value>>;
  /** 1 where weight decay applies and 0 elsewhere, [P]; everywhere if left out. */
  readonly decay?: Value;
}

/** The parameters and the slots after an update. */
export interface Update {
  readonly parameters: Value;
  readonly slots: Readonly<Record<string, Value>>;
}

/** A rule that changes parameters by their gradient. */
export interface Optimizer {
  readonly name: string;
  /** Names of the state vectors [P] that the optimizer keeps between steps; all are zero at the start. */
  readonly slots: readonly string[];
  /** Strength of the weight decay, 0 if there is none. */
  readonly weightDecay: number;
  /**
   * Numbers that change from step to step, computed outside the graph in double precision.
   *
   * @param step - number of updates before this one
   * @throws RangeError if the schedule of the learning rate returns no finite number from 0 up
   */
  scalars(step: number): Readonly<Record<string, number>>;
  /**
   * Extends the graph with the update.
   *
   * @throws RangeError if the site lacks one of the slots or scalars
   */
  update(site: UpdateSite): Update;
}

/**
 * The value of this name.
 *
 * @throws RangeError if there is none
 */
export function named(values: Readonly<Record<string, Value>>, name: string): Value {
  const value = values[name];
  if (value !== undefined) return value;
  throw new RangeError(`optimizer: needs "${name}", got ${Object.keys(values).join(', ') || 'nothing'}`);
}

/** The gradient of the loss plus weightDecay / 2 times the sum of the squared parameters (L2 regularization). */
export function regularizedGradient(site: UpdateSite, weightDecay: number): Value {
  return weightDecay === 0 ? site.gradient : add(site.gradient, decayedParameters(site, weightDecay));
}

/** rate * parameters, and 0 for the parameters that do not decay. */
export function decayedParameters({ parameters, decay }: UpdateSite, rate: Operand): Value {
  return mul(parameters, decay === undefined ? rate : mul(decay, rate));
}

/** average * share + value * (1 - share) */
export function runningMean(average: Value, value: Value, share: number): Value {
  return add(mul(average, share), mul(value, 1 - share));
}
