// Several copies of an environment side by side, for agents that choose all their actions in one forward pass.
import { type RandomStream, randomStream } from '@rectify/nn/random';
import { requirePositiveInteger, requireSeed } from '../requirements.js';
import type { Box } from '../spaces/box.js';
import type { Discrete } from '../spaces/discrete.js';
import type { Environment, Info, StepResult } from './environment.js';
import { createEnvironment, type EnvironmentOptions } from './registry.js';

/** What one step of all copies led to; n copies, arrays new and owned by the caller. */
export interface VectorStepResult {
  /** [n, ...shape]: of a copy whose episode ended, the first observation of its next episode. */
  readonly observations: Float32Array;
  /** [n] */
  readonly rewards: Float64Array;
  /** [n], 1 where the task ended the episode. */
  readonly terminated: Uint8Array;
  /** [n], 1 where a limit cut the episode off. */
  readonly truncated: Uint8Array;
  /** By copy, the last observation of an episode that ended in this step: a target looks at it, not at `observations`. */
  readonly finalObservations: ReadonlyMap<number, Float32Array>;
  /** [n], of the step itself, not of the reset after it. */
  readonly infos: readonly Info[];
}

/** Where one copy stands, as plain values for a checkpoint. */
export interface VectorCopyState {
  readonly environment: readonly number[];
  /** Steps of the running episode. */
  readonly elapsedSteps: number;
  /** Position in the stream of the seeds of its episodes. */
  readonly episodes: readonly number[];
}

interface Copy {
  readonly environment: Environment;
  episodes: RandomStream;
  elapsedSteps: number;
}

/**
 * Copies of an environment that take their steps together.
 *
 * ## Autoreset: in the same step
 * A copy whose episode ends begins the next one before `step` returns (Gymnasium 1.x calls this `SAME_STEP`): every
 * action counts, none is spent on a reset. The observation that the episode ended with is in `finalObservations`.
 *
 * ## Seeds
 * Copy i begins each of its episodes with `reset(s)`, s = the next integer below 2^31 of the stream
 * `randomStream(seed).split('copy i')`. So a copy lives the same life whatever the others do and however many they are.
 */
export class VectorEnvironment {
  /** Name and version, such as `CartPole-v1`. */
  readonly id: string;
  /** How many copies: n. */
  readonly size: number;
  /** The space of one copy's observation. */
  readonly observationSpace: Box;
  /** The space of one copy's action. */
  readonly actionSpace: Discrete;
  readonly #copies: readonly Copy[];
  readonly #observationSize: number;

  /** @throws RangeError without environments, or if they differ in their spaces */
  constructor(environments: readonly Environment[]) {
    const [first] = environments;
    if (first === undefined)
      throw new RangeError('VectorEnvironment: there must be at least one copy, got none');
    for (const each of environments) requireSameSpaces(first, each);
    this.id = first.id;
    this.size = environments.length;
    this.observationSpace = first.observationSpace;
    this.actionSpace = first.actionSpace;
    this.#observationSize = first.observationSpace.low.length;
    this.#copies = environments.map((environment) => ({
      environment,
      episodes: randomStream(0),
      elapsedSteps: 0,
    }));
  }

  /**
   * Begins an episode in every copy.
   *
   * @returns [n, ...shape], the first observations
   * @throws RangeError if the seed is not an integer from 0 up
   */
  reset(seed: number): Float32Array {
    requireSeed('VectorEnvironment', seed);
    const random = randomStream(seed);
    return this.#joined((copy, index) => {
      copy.episodes = random.split(`copy ${index}`);
      return beginEpisode(copy);
    });
  }

  /**
   * Takes one step in every copy.
   *
   * @param actions - [n]
   * @throws RangeError if there is not one action for each copy, or one is outside `actionSpace`; no copy has moved then
   */
  step(actions: ArrayLike<number>): VectorStepResult {
    this.#requireActions(actions);
    const rewards = new Float64Array(this.size);
    const terminated = new Uint8Array(this.size);
    const truncated = new Uint8Array(this.size);
    const finalObservations = new Map<number, Float32Array>();
    const infos: Info[] = [];
    const observations = this.#joined((copy, index) => {
      const result: StepResult = copy.environment.step(actions[index] as number);
      copy.elapsedSteps += 1;
      rewards[index] = result.reward;
      terminated[index] = Number(result.terminated);
      truncated[index] = Number(result.truncated);
      infos.push(result.info);
      if (!(result.terminated || result.truncated)) return result.observation;
      finalObservations.set(index, result.observation);
      return beginEpisode(copy);
    });
    return { observations, rewards, terminated, truncated, finalObservations, infos };
  }

  /** Where every copy stands. */
  state(): readonly VectorCopyState[] {
    return this.#copies.map(({ environment, elapsedSteps, episodes }) => ({
      environment: [...environment.state()],
      elapsedSteps,
      episodes: episodes.state(),
    }));
  }

  /**
   * Goes on where `state` was taken.
   *
   * @returns [n, ...shape], the observations of that moment
   * @throws RangeError if the state is of another number of copies
   */
  restore(states: readonly VectorCopyState[]): Float32Array {
    if (states.length !== this.size) {
      throw new RangeError(`VectorEnvironment: a state must have ${this.size} copies, got ${states.length}`);
    }
    return this.#joined((copy, index) => {
      const { environment, elapsedSteps, episodes } = states[index] as VectorCopyState;
      copy.episodes.restore(episodes);
      copy.elapsedSteps = elapsedSteps;
      return copy.environment.setState(environment, elapsedSteps);
    });
  }

  #joined(observe: (copy: Copy, index: number) => Float32Array): Float32Array {
    const observations = new Float32Array(this.size * this.#observationSize);
    this.#copies.forEach((copy, index) => {
      observations.set(observe(copy, index), index * this.#observationSize);
    });
    return observations;
  }

  #requireActions(actions: ArrayLike<number>): void {
    if (actions.length !== this.size) {
      throw new RangeError(
        `${this.id}: step() needs one action for each of ${this.size} copies, got ${actions.length}`,
      );
    }
    for (let index = 0; index < this.size; index++) {
      if (this.actionSpace.contains(actions[index])) continue;
      throw new RangeError(
        `${this.id}: the action of copy ${index} must be in ${this.actionSpace}, got ${actions[index]}`,
      );
    }
  }
}

/**
 * Makes `copies` copies of a registered environment, each with its time limit.
 *
 * @example
 * const environments = createVectorEnvironment('CartPole-v1', { copies: 8 });
 * const observations = environments.reset(7);
 * const { rewards, finalObservations } = environments.step(new Int32Array(8));
 *
 * @throws RangeError for an unknown id, or if `copies` is not a positive integer
 */
export function createVectorEnvironment(
  id: string,
  { copies, ...options }: EnvironmentOptions & { readonly copies: number },
): VectorEnvironment {
  requirePositiveInteger('createVectorEnvironment', 'copies', copies);
  return new VectorEnvironment(Array.from({ length: copies }, () => createEnvironment(id, options)));
}

function beginEpisode(copy: Copy): Float32Array {
  copy.elapsedSteps = 0;
  return copy.environment.reset(copy.episodes.integer(2 ** 31)).observation;
}

function requireSameSpaces(first: Environment, other: Environment): void {
  const describe = ({ id, observationSpace, actionSpace }: Environment): string =>
    `${id}: ${observationSpace.shape} ${actionSpace}`;
  if (describe(first) === describe(other)) return;
  throw new RangeError(
    `VectorEnvironment: all copies must be of one kind, got ${describe(first)} and ${describe(other)}`,
  );
}
