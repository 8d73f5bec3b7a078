import type { TensorData } from '@rectify/nn';
import type { RandomStream } from '@rectify/nn/random';
import { requirePositiveInteger } from '../requirements.js';
import type { ColumnReader, ReplayBatch, ReplayMemory, Transition } from './replayMemory.js';
import { type ObservationStorage, type TransitionColumns, TransitionRows } from './transitionRows.js';

/** Size of a replay buffer. */
export interface ReplayBufferOptions {
  /** How many transitions fit before the oldest is overwritten. */
  readonly capacity: number;
  /** Numbers in one observation. */
  readonly observationSize: number;
  /** Default `float32`. */
  readonly storage?: ObservationStorage;
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
  readonly #rows: TransitionRows;
  readonly #batches = new Map<number, ReplayBatch>();
  #slots = new Int32Array(0);
  #added = 0;

  /** @throws RangeError if a size is not a positive integer */
  constructor({ capacity, observationSize, storage = 'float32' }: ReplayBufferOptions) {
    requirePositiveInteger('ReplayBuffer', 'capacity', capacity);
    requirePositiveInteger('ReplayBuffer', 'observationSize', observationSize);
    this.capacity = capacity;
    this.#observationSize = observationSize;
    this.#rows = new TransitionRows(capacity, observationSize, storage);
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
  add(transition: Transition): number {
    const slot = this.#added % this.capacity;
    this.#rows.put(slot, transition);
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
    this.#rows.gather(slots, batch);
    return batch;
  }

  /** Does nothing: every transition is as likely as any other. */
  reprioritize(): void {}

  /** The content as copies, in the order of its slots, and how many transitions were added since the beginning. */
  state(): Record<string, TensorData> {
    return { ...this.#rows.columns(this.size), added: Float64Array.of(this.#added) };
  }

  /**
   * Takes over a content that `state` returned.
   *
   * @throws RangeError if it comes from a buffer of another capacity or observation size
   */
  restore(column: ColumnReader): void {
    const Observations = this.#rows.Observations as new () => TransitionColumns['observations'];
    const [added = 0] = column('added', Float64Array);
    const content: TransitionColumns = {
      observations: column('observations', Observations),
      actions: column('actions', Int32Array),
      rewards: column('rewards', Float32Array),
      nextObservations: column('nextObservations', Observations),
      discounts: column('discounts', Float32Array),
    };
    this.#requireFit(content, Math.min(added, this.capacity));
    this.#rows.putColumns(content);
    this.#added = added;
  }

  #requireFit({ actions, observations }: TransitionColumns, size: number): void {
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
}
