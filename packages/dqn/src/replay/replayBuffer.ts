import type { TensorData } from '@rectify/nn';
import type { RandomStream } from '@rectify/nn/random';
import { requirePositiveInteger } from '../requirements.js';
import type { ColumnReader, ReplayBatch, ReplayMemory, Transition } from './replayMemory.js';

/** How observations are kept: `uint8` takes a quarter of the room, and integers from 0 to 255 only. */
export type ObservationStorage = 'float32' | 'uint8';

/** Size of a replay buffer. */
export interface ReplayBufferOptions {
  /** How many transitions fit before the oldest is overwritten. */
  readonly capacity: number;
  /** Numbers in one observation. */
  readonly observationSize: number;
  /** Default `float32`. */
  readonly storage?: ObservationStorage;
}

interface Columns {
  readonly observations: Float32Array | Uint8Array;
  readonly actions: Int32Array;
  readonly rewards: Float32Array;
  readonly nextObservations: Float32Array | Uint8Array;
  readonly discounts: Float32Array;
}

/**
 * The last `capacity` transitions (Lin 1992; Mnih et al. 2015), in typed arrays that are allocated once.
 *
 * Both observations of a transition are stored: 2 N numbers and 12 bytes, 44 MB for a million transitions of four
 * floats. Finding the next observation in the row behind would halve that, and would need exceptions at the end of
 * an episode, across the write position, and for returns of several steps.
 */
export class ReplayBuffer implements ReplayMemory {
  readonly capacity: number;
  readonly #observationSize: number;
  readonly #stored: Columns;
  readonly #batches = new Map<number, ReplayBatch>();
  #slots = new Int32Array(0);
  #added = 0;

  /** @throws RangeError if a size is not a positive integer */
  constructor({ capacity, observationSize, storage = 'float32' }: ReplayBufferOptions) {
    requirePositiveInteger('ReplayBuffer', 'capacity', capacity);
    requirePositiveInteger('ReplayBuffer', 'observationSize', observationSize);
    const Observations = storage === 'uint8' ? Uint8Array : Float32Array;
    this.capacity = capacity;
    this.#observationSize = observationSize;
    this.#stored = {
      observations: new Observations(capacity * observationSize),
      actions: new Int32Array(capacity),
      rewards: new Float32Array(capacity),
      nextObservations: new Observations(capacity * observationSize),
      discounts: new Float32Array(capacity),
    };
  }

  /** How many transitions can be drawn. */
  get size(): number {
    return Math.min(this.#added, this.capacity);
  }

  /**
   * Copies a transition in, in the place of the oldest one if the buffer is full.
   *
   * @returns the slot that it has now
   * @throws RangeError if an observation has a number that the storage cannot hold
   */
  add({ observation, action, reward, nextObservation, discount }: Transition): number {
    const slot = this.#added % this.capacity;
    this.#keep(this.#stored.observations, observation, slot);
    this.#keep(this.#stored.nextObservations, nextObservation, slot);
    this.#stored.actions[slot] = action;
    this.#stored.rewards[slot] = reward;
    this.#stored.discounts[slot] = discount;
    this.#added += 1;
    return slot;
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
    if (this.#slots.length !== batchSize) this.#slots = new Int32Array(batchSize);
    for (let row = 0; row < batchSize; row++) this.#slots[row] = stream.integer(this.size);
    return this.gather(this.#slots);
  }

  /** The transitions of these slots, with weights of 1; the batch belongs to the buffer as that of `sample` does. */
  gather(slots: Int32Array): ReplayBatch {
    const batch = this.#batch(slots.length);
    for (let row = 0; row < slots.length; row++) this.#copy(slots[row] as number, batch, row);
    return batch;
  }

  /** Does nothing: every transition is as likely as any other. */
  reprioritize(): void {}

  /** The content as copies, in the order of its slots, and how many transitions were added since the beginning. */
  state(): Record<string, TensorData> {
    const { observations, actions, rewards, nextObservations, discounts } = this.#stored;
    const size = this.size;
    return {
      observations: observations.slice(0, size * this.#observationSize),
      actions: actions.slice(0, size),
      rewards: rewards.slice(0, size),
      nextObservations: nextObservations.slice(0, size * this.#observationSize),
      discounts: discounts.slice(0, size),
      added: Float64Array.of(this.#added),
    };
  }

  /**
   * Takes over a content that `state` returned.
   *
   * @throws RangeError if it comes from a buffer of another capacity or observation size
   */
  restore(column: ColumnReader): void {
    const Observations = this.#stored.observations.constructor as new () => Columns['observations'];
    const [added = 0] = column('added', Float64Array);
    const content: Columns = {
      observations: column('observations', Observations),
      actions: column('actions', Int32Array),
      rewards: column('rewards', Float32Array),
      nextObservations: column('nextObservations', Observations),
      discounts: column('discounts', Float32Array),
    };
    this.#requireFit(content, Math.min(added, this.capacity));
    this.#stored.observations.set(content.observations);
    this.#stored.actions.set(content.actions);
    this.#stored.rewards.set(content.rewards);
    this.#stored.nextObservations.set(content.nextObservations);
    this.#stored.discounts.set(content.discounts);
    this.#added = added;
  }

  #keep(column: Columns['observations'], observation: Float32Array, slot: number): void {
    const start = slot * this.#observationSize;
    column.set(observation, start);
    if (column instanceof Float32Array) return;
    const changed = observation.findIndex((value, index) => value !== column[start + index]);
    if (changed === -1) return;
    throw new RangeError(
      `ReplayBuffer: storage uint8 holds integers from 0 to 255, got ${observation[changed]} in an observation; use float32`,
    );
  }

  #requireFit({ actions, observations }: Columns, size: number): void {
    if (actions.length === size && observations.length === size * this.#observationSize) return;
    throw new RangeError(
      `ReplayBuffer: the state holds ${actions.length} transitions and ${observations.length} numbers ` +
        `of observations, a buffer of capacity ${this.capacity} with observations of ${this.#observationSize} needs ` +
        `${size} and ${size * this.#observationSize}`,
    );
  }

  #batch(batchSize: number): ReplayBatch {
    const existing = this.#batches.get(batchSize);
    if (existing) return existing;
    const batch = {
      observations: new Float32Array(batchSize * this.#observationSize),
      actions: new Int32Array(batchSize),
      rewards: new Float32Array(batchSize),
      nextObservations: new Float32Array(batchSize * this.#observationSize),
      discounts: new Float32Array(batchSize),
      weights: new Float32Array(batchSize).fill(1),
    };
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
