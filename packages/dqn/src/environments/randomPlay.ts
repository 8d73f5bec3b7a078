// Random play under supervision: every observation, reward and flag is checked as it comes.
import { randomStream } from '@rectify/nn/random';
import type { Environment, StepResult } from './environment.js';
import { requirePromise } from './promise.js';

/** A moment of play; `reset` has no result besides its observation. */
export interface PlayedStep {
  readonly observation: Float32Array;
  readonly result?: StepResult;
}

/** A moment as a complaint shows it; undefined where the other play went on longer. */
export function describeStep(moment: PlayedStep | undefined): string {
  if (moment === undefined) return 'an end';
  const { observation, result } = moment;
  const outcome = result ? `${result.reward} ${result.terminated} ${result.truncated}` : 'reset';
  return `${outcome} [${observation}]`;
}

/** The first moment in which two plays differ; -1 if they are the same. */
export function firstDifference(first: readonly PlayedStep[], again: readonly PlayedStep[]): number {
  const length = Math.max(first.length, again.length);
  for (let index = 0; index < length; index++) {
    const [one, other] = [first[index], again[index]];
    if (!one || !other || !isSame(one, other)) return index;
  }
  return -1;
}

function isSame({ observation, result }: PlayedStep, other: PlayedStep): boolean {
  return (
    areEqual(observation, other.observation) &&
    result?.reward === other.result?.reward &&
    result?.terminated === other.result?.terminated &&
    result?.truncated === other.result?.truncated
  );
}

/** Whether two observations have the same numbers. */
export function areEqual(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false;
  return true;
}

/**
 * Plays from `reset(seed)` on, over the ends of episodes, and keeps every moment, resets included.
 *
 * @throws Error for an observation, reward or flag that breaks a promise, or an observation that was overwritten
 */
export function playRandomly(
  environment: Environment,
  { seed, actionSeed, steps }: { readonly seed: number; readonly actionSeed: number; readonly steps: number },
): PlayedStep[] {
  const actions = randomStream(actionSeed).split('checkEnvironment');
  const moments: PlayedStep[] = [];
  const copies: Float32Array[] = [];
  const see = (moment: PlayedStep): void => {
    checkObservation(environment, moment.observation);
    moments.push(moment);
    copies.push(moment.observation.slice());
  };
  see({ observation: environment.reset(seed).observation });
  for (let step = 0; step < steps; step++) {
    const result = environment.step(environment.actionSpace.sample(actions));
    checkResult(environment, result);
    see({ observation: result.observation, result });
    if (result.terminated || result.truncated) see({ observation: environment.reset().observation });
  }
  moments.forEach(({ observation }, index) => {
    const isUnchanged = areEqual(observation, copies[index] as Float32Array);
    requirePromise(environment, isUnchanged, () => {
      return `observation ${index} was overwritten after it had been returned; return a new array each time`;
    });
  });
  return moments;
}

function checkObservation(environment: Environment, observation: unknown): void {
  const space = environment.observationSpace;
  if (space.contains(observation)) return;
  const complaint = (): string => {
    if (!(observation instanceof Float32Array)) return `got ${describeValue(observation)}`;
    if (observation.length !== space.low.length) {
      return `which has ${space.low.length} elements, got ${observation.length}`;
    }
    const index = observation.findIndex(
      (value, each) => !((space.low[each] as number) <= value && value <= (space.high[each] as number)),
    );
    return `got ${observation[index]} at index ${index}, outside ${space.low[index]} .. ${space.high[index]}`;
  };
  requirePromise(
    environment,
    false,
    () => `an observation must be a Float32Array in ${space}, ${complaint()}`,
  );
}

function describeValue(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? `a value of type ${value.constructor.name}`
    : `${value}`;
}

function checkResult(environment: Environment, { reward, terminated, truncated }: StepResult): void {
  requirePromise(
    environment,
    Number.isFinite(reward),
    () => `a reward must be a finite number, got ${reward}`,
  );
  const areFlags = typeof terminated === 'boolean' && typeof truncated === 'boolean';
  requirePromise(environment, areFlags, () => {
    return `terminated and truncated must be booleans, got ${terminated} and ${truncated}`;
  });
}
