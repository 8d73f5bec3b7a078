import type { RandomStream } from '@rectify/nn/random';
import type { Environment } from './environments/environment.js';
import type { GreedyPolicy } from './greedyPolicy.js';
import type { Experience } from './replay/nStepReturns.js';

/** What an actor acts with. */
export interface ActorOptions {
  readonly environment: Environment;
  /** Chooses what is not chosen at random. */
  readonly policy: GreedyPolicy;
  /** Where the seed of each episode comes from. */
  readonly episodes: RandomStream;
  /** Where random actions come from, and the noise of the policy if it has some. */
  readonly exploration: RandomStream;
}

/** An episode that ended. */
export interface FinishedEpisode {
  /** Number from 1. */
  readonly episode: number;
  readonly return: number;
  readonly length: number;
}

/** What an actor needs to go on in the middle of an episode. */
export interface ActorState {
  readonly episode: number;
  readonly return: number;
  readonly length: number;
  readonly environment: readonly number[];
  readonly episodes: readonly number[];
  readonly exploration: readonly number[];
}

/** Plays episode after episode, epsilon-greedily. */
export class Actor {
  readonly #options: ActorOptions;
  #observation: Float32Array;
  #episode = 1;
  #return = 0;
  #length = 0;

  constructor(options: ActorOptions) {
    this.#options = options;
    this.#observation = this.#reset();
  }

  /** Episodes that ended so far. */
  get finishedEpisodes(): number {
    return this.#episode - 1;
  }

  /**
   * The index of the next action, random with probability `epsilon`. It is a promise only if the policy's answer is one;
   * a random action costs no forward pass.
   */
  chooseAction(epsilon: number): number | Promise<number> {
    const { environment, exploration, policy } = this.#options;
    if (exploration.uniform() < epsilon) return exploration.integer(environment.actionSpace.size);
    return policy.actOnce(this.#observation);
  }

  /**
   * Takes the action of this index, and begins the next episode if this one ends.
   *
   * @returns the step, and the episode if it ended
   */
  step(action: number): { experience: Experience; finished: FinishedEpisode | undefined } {
    const { environment } = this.#options;
    const result = environment.step(environment.actionSpace.start + action);
    const { reward, terminated, truncated, observation: nextObservation } = result;
    const experience = {
      observation: this.#observation,
      action,
      reward,
      nextObservation,
      terminated,
      truncated,
    };
    this.#observation = nextObservation;
    this.#return += reward;
    this.#length += 1;
    return { experience, finished: terminated || truncated ? this.#finish() : undefined };
  }

  /** The position in the present episode and in both streams, as plain values. */
  state(): ActorState {
    const { environment, episodes, exploration } = this.#options;
    return {
      episode: this.#episode,
      return: this.#return,
      length: this.#length,
      environment: environment.state(),
      episodes: episodes.state(),
      exploration: exploration.state(),
    };
  }

  /** Goes on where `state` was taken. */
  restore(state: ActorState): void {
    this.#options.episodes.restore(state.episodes);
    this.#options.exploration.restore(state.exploration);
    this.#observation = this.#options.environment.setState(state.environment, state.length);
    this.#episode = state.episode;
    this.#return = state.return;
    this.#length = state.length;
  }

  #finish(): FinishedEpisode {
    const finished = { episode: this.#episode, return: this.#return, length: this.#length };
    this.#observation = this.#reset();
    this.#episode += 1;
    this.#return = 0;
    this.#length = 0;
    return finished;
  }

  #reset(): Float32Array {
    const { environment, episodes } = this.#options;
    return environment.reset(episodes.integer(2 ** 31)).observation;
  }
}
