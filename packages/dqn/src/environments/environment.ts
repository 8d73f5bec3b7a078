// The interface between an agent and its world, after Gymnasium (Towers et al. 2024): an episode begins with
// `reset` and goes on with `step` until it is terminated (by the task) or truncated (by a limit from outside).
import type { Box } from '../spaces/box.js';
import type { Discrete } from '../spaces/discrete.js';

/** Remarks of an environment that no agent may learn from. */
export type Info = Readonly<Record<string, number | string | boolean>>;

/** How an episode begins. */
export interface EpisodeStart {
  /** The first observation: a new array, owned by the caller. */
  readonly observation: Float32Array;
  readonly info: Info;
}

/** What one step led to. */
export interface StepResult {
  /** The observation after the step: a new array, owned by the caller. */
  readonly observation: Float32Array;
  readonly reward: number;
  /** The task itself ended here: there is no future to value, so a target must not bootstrap. */
  readonly terminated: boolean;
  /** A limit outside the task cut the episode off here: the future still has its value. May be true together with `terminated`. */
  readonly truncated: boolean;
  readonly info: Info;
}

/** A world with a float32 observation and a finite set of actions. */
export interface Environment {
  /** Name and version, such as `CartPole-v1`; a changed behaviour has a new version. */
  readonly id: string;
  readonly observationSpace: Box;
  readonly actionSpace: Discrete;

  /**
   * Begins an episode.
   *
   * @param seed - restarts the environment's random numbers, so that the same seed and actions give the same
   *   episodes; without it they go on where they are (at first: as after seed 0)
   * @throws RangeError if the seed is not an integer from 0 up
   */
  reset(seed?: number): EpisodeStart;

  /**
   * Acts once.
   *
   * @throws RangeError if `action` is outside `actionSpace`
   * @throws Error if no episode is running: before the first `reset`, or after the end of an episode
   */
  step(action: number): StepResult;

  /**
   * The numbers that, with the actions, decide what follows until the end of the episode; each environment documents
   * their order and units. One that draws random numbers during an episode has their position among them. Steps after
   * this call must not change the returned numbers.
   */
  state(): readonly number[];

  /**
   * Begins or continues an episode at a given state, for tests, for demonstrations and to go on from a checkpoint.
   * Random numbers that are no part of the state stay where they are.
   *
   * @param elapsedSteps - steps that the episode already has, which a time limit counts; default 0
   * @returns the observation of that state
   * @throws RangeError if the state has the wrong length or a value that is not finite
   */
  setState(state: readonly number[], elapsedSteps?: number): Float32Array;

  /** The present state as an SVG document without text, so that it looks the same on every machine. */
  render(): string;
}
