import type { StepResult } from '../environments/environment.js';
import type { Transition } from './replayMemory.js';

/** A step as the environment gave it. */
export interface Experience extends Pick<StepResult, 'reward' | 'terminated' | 'truncated'> {
  readonly observation: Float32Array;
  readonly action: number;
  readonly nextObservation: Float32Array;
}

/** A transition whose last step has not come yet. */
interface Pending {
  readonly observation: Float32Array;
  readonly action: number;
  reward: number;
  discount: number;
}

/**
 * Joins steps to transitions that look `steps` rewards ahead (Sutton 1988; in DQN: Hessel et al. 2018):
 * reward = r_0 + discount r_1 + ... + discount^(n-1) r_(n-1), and the next observation is the one after n steps.
 *
 * At the end of an episode the transitions that wait are shorter. A terminated one has discount 0: nothing follows. A
 * truncated one keeps discount^k, because its future was only cut off (Pardo et al. 2018).
 */
export class NStepReturns {
  readonly #steps: number;
  readonly #discount: number;
  #pending: Pending[] = [];

  constructor({ steps, discount }: { readonly steps: number; readonly discount: number }) {
    this.#steps = steps;
    this.#discount = discount;
  }

  /** Takes the next step of the episode and returns the transitions that it completes, oldest first. */
  add({ observation, action, reward, nextObservation, terminated, truncated }: Experience): Transition[] {
    this.#pending.push({ observation, action, reward: 0, discount: 1 });
    for (const each of this.#pending) {
      each.reward += each.discount * reward;
      each.discount *= this.#discount;
    }
    const isOver = terminated || truncated;
    const isFull = this.#pending.length === this.#steps;
    const complete = isOver ? this.#pending : this.#pending.slice(0, isFull ? 1 : 0);
    this.#pending = this.#pending.slice(complete.length);
    return complete.map((each) => ({ ...each, nextObservation, discount: terminated ? 0 : each.discount }));
  }

  /** The transitions that wait, as plain numbers for a checkpoint. */
  state(): NStepState {
    return this.#pending.map((each) => ({ ...each, observation: Array.from(each.observation) }));
  }

  /** Goes on where `state` was taken. */
  restore(state: NStepState): void {
    this.#pending = state.map((each) => ({ ...each, observation: Float32Array.from(each.observation) }));
  }
}

/** What `NStepReturns` needs to go on. */
export type NStepState = readonly {
  readonly observation: readonly number[];
  readonly action: number;
  readonly reward: number;
  readonly discount: number;
}[];
