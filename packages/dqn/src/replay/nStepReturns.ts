import type { StepResult } from '../environments/environment.js';
import type { Transition } from './replayMemory.js';

/** A step as the environment gave it. */
export interface Experience extends Pick<StepResult, 'reward' | 'terminated' | 'truncated'> {
  readonly observation: Float32Array;
  readonly action: number;
  readonly nextObservation: Float32Array;
}

/** A transition whose last step has not come yet. */
type Pending = { -readonly [Field in keyof Transition]: Transition[Field] };

const none: readonly Transition[] = [];

/** How `NStepReturns` joins. */
export interface NStepOptions {
  /** Rewards that a transition looks ahead. */
  readonly steps: number;
  /** How much a reward counts one step later. */
  readonly discount: number;
  /** Default 1. */
  readonly rewardScale?: number;
}

/**
 * Joins steps to transitions that look `steps` rewards ahead (Sutton 1988; in DQN: Hessel et al. 2018):
 * reward = r_0 + discount r_1 + ... + discount^(n-1) r_(n-1), and the next observation is the one after n steps. Each r
 * is the environment's reward times `rewardScale`.
 *
 * At the end of an episode the transitions that wait are shorter. A terminated one has discount 0: nothing follows. A
 * truncated one keeps discount^k, because its future was only cut off (Pardo et al. 2018).
 */
export class NStepReturns {
  readonly #steps: number;
  readonly #discount: number;
  readonly #rewardScale: number;
  #pending: Pending[] = [];

  constructor({ steps, discount, rewardScale = 1 }: NStepOptions) {
    this.#steps = steps;
    this.#discount = discount;
    this.#rewardScale = rewardScale;
  }

  /** Takes the next step of the episode and returns the transitions that it completes, oldest first. */
  add({
    observation,
    action,
    reward,
    nextObservation,
    terminated,
    truncated,
  }: Experience): readonly Transition[] {
    const pending = this.#pending;
    const scaledReward = reward * this.#rewardScale;
    pending.push({ observation, action, reward: 0, nextObservation, discount: 1 });
    for (const each of pending) {
      each.reward += each.discount * scaledReward;
      each.discount *= this.#discount;
      each.nextObservation = nextObservation;
      if (terminated) each.discount = 0;
    }
    if (terminated || truncated) return pending.splice(0);
    return pending.length === this.#steps ? pending.splice(0, 1) : none;
  }

  /** The transitions that wait, as plain numbers for a checkpoint. */
  state(): NStepState {
    return this.#pending.map(({ observation, action, reward, discount }) => {
      return { observation: Array.from(observation), action, reward, discount };
    });
  }

  /** Goes on where `state` was taken. */
  restore(state: NStepState): void {
    this.#pending = state.map((each) => {
      const observation = Float32Array.from(each.observation);
      return { ...each, observation, nextObservation: observation };
    });
  }
}

/** What `NStepReturns` needs to go on. */
export type NStepState = readonly {
  readonly observation: readonly number[];
  readonly action: number;
  readonly reward: number;
  readonly discount: number;
}[];
