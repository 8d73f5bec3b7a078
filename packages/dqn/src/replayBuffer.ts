import type { RandomStream } from '@rectify/nn/random';
import { requirePositiveInteger } from './requirements.js';

/** Experience as a target is made of it: target = reward + discount * value of the next observation. */
export interface Transition {
  readonly observation: Float32Array;
  readonly action: number;
  readonly reward: number;
  readonly nextObservation: Float32Array;
  /** Weight of the next observation's value: 0 where the episode terminated. A truncation leaves it as it is. */
  readonly discount: number;
}

/** `B` transitions, column by column, ready to feed a training step; `N` is the observation's length. */
export interface ReplayBatch {
  /** [B, N] */
  readonly observations: Float32Array;
  /** [B] */
  readonly actions: Int32Array;
  /** [B] */
  readonly rewards: Float32Array;
  /** [B, N] */
  readonly nextObservations: Float32Array;
  /** [B], 0 where the episode terminated */
  readonly discounts: Float32Array;
}

/** A replay buffer's whole content in the order of its slots, for a checkpoint. */
export interface ReplayState extends ReplayBatch {
  /** Transitions added since the beginning, the forgotten ones included. */
  readonly added: number;
}

/**
 * The last `capacity` transitions (Lin 1992; Mnih et al. 2015), in typed arrays that are allocated once.
 */
export class ReplayBuffer {
  readonly capacity: number;
  readonly #observationSize: number;
  readonly #stored: ReplayBatch;
  readonly #batches = new Map<number, ReplayBatch>();
  #added = 0;

  /**
   * @param options.capacity - how many transitions fit before the oldest is overwritten
   * @param options.observationSize - numbers in one observation
   * @throws RangeError if one of them is not a positive integer
   */
  constructor({
    capacity,
    observationSize,
  }: { readonly capacity: number; readonly observationSize: number }) {
    requirePositiveInteger('ReplayBuffer', 'capacity', capacity);
    requirePositiveInteger('ReplayBuffer', 'observationSize', observationSize);
    this.capacity = capacity;
    this.#observationSize = observationSize;
    this.#stored = allocate(capacity, observationSize);
  }

  /** How many transitions can be drawn. */
  get size(): number {
    return Math.min(this.#added, this.capacity);
  }

  /** Copies a transition in, in the place of the oldest one if the buffer is full. */
  add({ observation, action, reward, nextObservation, discount }: Transition): void {
    const slot = this.#added % this.capacity;
    this.#stored.observations.set(observation, slot * this.#observationSize);
    this.#stored.nextObservations.set(nextObservation, slot * this.#observationSize);
    this.#stored.actions[slot] = action;
    this.#stored.rewards[slot] = reward;
    this.#stored.discounts[slot] = discount;
    this.#added += 1;
  }

  /**
   * Draws transitions uniformly, with replacement.
   *
   * @returns a batch that the buffer owns and fills anew at the next call with the same `batchSize`
   * @throws RangeError if `batchSize` is not a positive integer
   * @throws Error if the buffer is empty
   */
  sample(batchSize: number, stream: RandomStream): ReplayBatch {
    requirePositiveInteger('ReplayBuffer', 'batchSize', batchSize);
    if (this.size === 0) throw new Error('ReplayBuffer: nothing to sample from; add a transition first');
    const batch = this.#batch(batchSize);
    for (let row = 0; row < batchSize; row++) this.#copy(stream.integer(this.size), batch, row);
    return batch;
  }

  /** The content as copies. */
  state(): ReplayState {
    const size = this.size;
    return {
      observations: this.#stored.observations.slice(0, size * this.#observationSize),
      actions: this.#stored.actions.slice(0, size),
      rewards: this.#stored.rewards.slice(0, size),
      nextObservations: this.#stored.nextObservations.slice(0, size * this.#observationSize),
      discounts: this.#stored.discounts.slice(0, size),
      added: this.#added,
    };
  }

  /**
   * Takes over a content that `state` returned.
   *
   * @throws RangeError if it comes from a buffer of another capacity or observation size
   */
  restore(state: ReplayState): void {
    const size = Math.min(state.added, this.capacity);
    if (state.actions.length !== size || state.observations.length !== size * this.#observationSize) {
      throw new RangeError(
        `ReplayBuffer: the state holds ${state.actions.length} transitions and ${state.observations.length} numbers ` +
          `of observations, a buffer of capacity ${this.capacity} with observations of ${this.#observationSize} needs ` +
          `${size} and ${size * this.#observationSize}`,
      );
    }
    this.#stored.observations.set(state.observations);
    this.#stored.actions.set(state.actions);
    this.#stored.rewards.set(state.rewards);
    this.#stored.nextObservations.set(state.nextObservations);
    this.#stored.discounts.set(state.discounts);
    this.#added = state.added;
  }

  #batch(batchSize: number): ReplayBatch {
    const existing = this.#batches.get(batchSize);
    if (existing) return existing;
    const batch = allocate(batchSize, this.#observationSize);
    this.#batches.set(batchSize, batch);
    return batch;
  }

  #copy(slot: number, batch: ReplayBatch, row: number): void {
    const stored = this.#stored;
    const size = this.#observationSize;
    for (let index = 0; index < size; index++) {
      batch.observations[row * size + index] = stored.observations[slot * size + index] as number;
      batch.nextObservations[row * size + index] = stored.nextObservations[slot * size + index] as number;
    }
    batch.actions[row] = stored.actions[slot] as number;
    batch.rewards[row] = stored.rewards[slot] as number;
    batch.discounts[row] = stored.discounts[slot] as number;
  }
}

function allocate(rows: number, observationSize: number): ReplayBatch {
  return {
    observations: new Float32Array(rows * observationSize),
    actions: new Int32Array(rows),
    rewards: new Float32Array(rows),
    nextObservations: new Float32Array(rows * observationSize),
    discounts: new Float32Array(rows),
  };
}
