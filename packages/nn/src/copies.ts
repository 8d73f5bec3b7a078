// Copies of a model beside the trained one. A target network that follows softly (Lillicrap et al. 2016) and an
// exponential moving average of the weights are one thing: after every update the copy moves a share of the way.
import { add, mul, sub } from './graph/arithmetic.js';
import { input, variable } from './graph/leaves.js';
import type { Value } from './graph/value.js';
import type { Model } from './model.js';
import type { Schedule } from './optimizers/schedules.js';

/**
 * How a copy follows the trained model: `frozen` keeps its numbers until `copyParameters`; a share from 0 to 1 moves
 * it that part of the way after every update, the tau of Lillicrap et al. 2016 and 1 - decay of a moving average. A
 * schedule gives the share by the number of updates before.
 */
export type Following = 'frozen' | number | Schedule;

/** The copies of a training step, by name. */
export type Copies<Copy extends string> = Readonly<Record<Copy, Following>>;

/** The numbers of a model as flat vectors of a graph. */
export interface FlatNumbers {
  readonly parameters: Value;
  readonly statistics: Value;
}

/** The numbers of every copy as variables of the graph. */
export function copyVariables<Copy extends string>(
  { parameterCount, statisticCount }: Model,
  copies: Readonly<Record<Copy, unknown>>,
): ReadonlyMap<Copy, FlatNumbers> {
  const names = Object.keys(copies) as Copy[];
  return new Map(
    names.map((name) => [
      name,
      {
        parameters: variable(`${name}.parameters`, [parameterCount]),
        statistics: variable(`${name}.statistics`, [statisticCount]),
      },
    ]),
  );
}

/**
 * The updates that let the copies follow: copy += share * (online - copy), parameters and statistics alike, because
 * running statistics of now do not fit the activations that averaged weights make.
 *
 * @param variables - the numbers of the copies
 * @param online - the numbers of the trained model after the update; statistics only if it has some
 */
export function followingUpdates<Copy extends string>(
  copies: Copies<Copy>,
  variables: ReadonlyMap<Copy, FlatNumbers>,
  online: Readonly<Partial<FlatNumbers>>,
): Record<string, Value> {
  const updates: Record<string, Value> = {};
  for (const [name, { parameters, statistics }] of variables) {
    const following = copies[name];
    if (following === 'frozen') continue;
    const share = typeof following === 'number' ? following : input(shareInput(name), []);
    const moved = (from: Value, to: Value): Value => add(from, mul(sub(to, from), share));
    if (online.parameters) updates[`${name}.parameters`] = moved(parameters, online.parameters);
    if (online.statistics) updates[`${name}.statistics`] = moved(statistics, online.statistics);
  }
  return updates;
}

/**
 * The shares that come from schedules, as feeds of the update after `step` others.
 *
 * @throws RangeError if a schedule returns no number from 0 to 1
 */
export function scheduledShares(copies: Copies<string>, step: number): Record<string, Float64Array> {
  const feeds: Record<string, Float64Array> = {};
  for (const [name, following] of Object.entries(copies)) {
    if (typeof following !== 'function') continue;
    const share = following(step);
    checkShare(`"${name}" at step ${step}`, share);
    feeds[shareInput(name)] = Float64Array.of(share);
  }
  return feeds;
}

/** @throws RangeError if a constant share is no number from 0 to 1 */
export function checkCopies(copies: Copies<string>): void {
  for (const [name, following] of Object.entries(copies)) {
    if (typeof following === 'number') checkShare(`"${name}"`, following);
  }
}

function checkShare(copy: string, share: number): void {
  if (share >= 0 && share <= 1) return;
  throw new RangeError(`compileTrainer: the share of copy ${copy} must be from 0 to 1, got ${share}`);
}

const shareInput = (copy: string): string => `${copy}.share`;

/**
 * The share of an exponential moving average of the weights, 1 - min(decay, (1 + n) / (10 + n)) after n updates: the
 * average follows quickly at first, so that it forgets the initial weights, as in TensorFlow's
 * `ExponentialMovingAverage` with `num_updates`.
 *
 * @param decay - what the average keeps of itself in the long run, such as 0.999
 * @throws RangeError if `decay` is outside [0, 1)
 * @example
 * const trainer = await compileTrainer(engine, {
 *   model,
 *   optimizer: adam(),
 *   batchSize: 64,
 *   inputs: { x: [2], y: [1] },
 *   copies: { average: movingAverage(0.999) },
 *   loss: ({ predict, x, y }) => meanSquaredError(predict(x), y),
 * });
 * const predictor = await compilePredictor(engine, { model, state: trainer.copies.average, batchSize: 1 });
 */
export function movingAverage(decay: number): Schedule {
  if (!(decay >= 0 && decay < 1))
    throw new RangeError(`movingAverage: decay must be from 0 up and below 1, got ${decay}`);
  return (step) => 1 - Math.min(decay, (1 + step) / (10 + step));
}
