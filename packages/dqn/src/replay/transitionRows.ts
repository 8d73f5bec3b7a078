// Where transitions are kept: row by row, since a batch is drawn at random and what stands together is fetched at once. By
// column, a transition that has left the processor's cache would have to be fetched in five places.
import type { Transition } from './replayMemory.js';

/** How observations are kept: `uint8` takes a quarter of the room, and integers from 0 to 255 only. */
export type ObservationStorage = 'float32' | 'uint8';

/** Transitions by column, as a checkpoint has them. */
export interface TransitionColumns {
  readonly observations: Float32Array | Uint8Array;
  readonly actions: Int32Array;
  readonly rewards: Float32Array;
  readonly nextObservations: Float32Array | Uint8Array;
  readonly discounts: Float32Array;
}

/** Action, reward and discount: four bytes each. */
const NUMBERS = 3;
const NUMBER_BYTES = 4;

/** A fixed number of slots with a transition in each, in memory that is allocated once. */
export class TransitionRows {
  /** The constructor of the observations' columns. */
  readonly Observations: Float32ArrayConstructor | Uint8ArrayConstructor;
  readonly #observationSize: number;
  /** Views of the same rows: both observations of a slot, then action, reward and discount. */
  readonly #observations: Float32Array | Uint8Array;
  readonly #numbers: Float32Array;
  readonly #actions: Int32Array;
  /** Elements from one row to the next, in the first view and in the others. */
  readonly #observationStride: number;
  readonly #numberStride: number;

  constructor(slots: number, observationSize: number, storage: ObservationStorage) {
    this.Observations = storage === 'uint8' ? Uint8Array : Float32Array;
    this.#observationSize = observationSize;
    const elementBytes = this.Observations.BYTES_PER_ELEMENT;
    this.#numberStride = Math.ceil((2 * observationSize * elementBytes) / NUMBER_BYTES) + NUMBERS;
    this.#observationStride = (this.#numberStride * NUMBER_BYTES) / elementBytes;
    this.#numbers = new Float32Array(this.#numberStride * slots);
    this.#actions = new Int32Array(this.#numbers.buffer);
    const { buffer } = this.#numbers;
    this.#observations = storage === 'uint8' ? new Uint8Array(buffer) : new Float32Array(buffer);
  }

  /**
   * Copies a transition into a slot.
   *
   * @throws RangeError if an observation has a number that the storage cannot hold
   */
  put(slot: number, { observation, action, reward, nextObservation, discount }: Transition): void {
    const start = slot * this.#observationStride;
    this.#keep(observation, start);
    this.#keep(nextObservation, start + this.#observationSize);
    this.#putNumbers(slot, action, reward, discount);
  }

  /** Copies slots into the rows of columns. */
  gather(slots: Int32Array, columns: TransitionColumns): void {
    // Both ends of each slot first: in so short a loop the processor fetches many of them at once from beyond its cache, where
    // among the instructions of whole copies it sees but the next few.
    for (let row = 0; row < slots.length; row++) {
      const slot = slots[row] as number;
      const first = this.#observations[slot * this.#observationStride] as number;
      columns.observations[row * this.#observationSize] = first;
      columns.discounts[row] = this.#numbers[(slot + 1) * this.#numberStride - 1] as number;
    }
    for (let row = 0; row < slots.length; row++) this.copy(slots[row] as number, columns, row);
  }

  /** Copies a slot into a row of columns. */
  copy(slot: number, columns: TransitionColumns, row: number): void {
    const size = this.#observationSize;
    const rows = this.#observations;
    const start = slot * this.#observationStride;
    for (let index = 0; index < size; index++) {
      columns.observations[row * size + index] = rows[start + index] as number;
      columns.nextObservations[row * size + index] = rows[start + size + index] as number;
    }
    const end = (slot + 1) * this.#numberStride;
    columns.actions[row] = this.#actions[end - 3] as number;
    columns.rewards[row] = this.#numbers[end - 2] as number;
    columns.discounts[row] = this.#numbers[end - 1] as number;
  }

  /** The first slots by column. */
  columns(slots: number): TransitionColumns {
    const columns = {
      observations: new this.Observations(slots * this.#observationSize),
      actions: new Int32Array(slots),
      rewards: new Float32Array(slots),
      nextObservations: new this.Observations(slots * this.#observationSize),
      discounts: new Float32Array(slots),
    };
    for (let slot = 0; slot < slots; slot++) this.copy(slot, columns, slot);
    return columns;
  }

  /** Fills the first slots with what `columns` returned. */
  putColumns({ observations, actions, rewards, nextObservations, discounts }: TransitionColumns): void {
    const size = this.#observationSize;
    for (let slot = 0; slot < actions.length; slot++) {
      const part = [slot * size, (slot + 1) * size] as const;
      const start = slot * this.#observationStride;
      this.#observations.set(observations.subarray(...part), start);
      this.#observations.set(nextObservations.subarray(...part), start + size);
      this.#putNumbers(slot, actions[slot] as number, rewards[slot] as number, discounts[slot] as number);
    }
  }

  #putNumbers(slot: number, action: number, reward: number, discount: number): void {
    const end = (slot + 1) * this.#numberStride;
    this.#actions[end - 3] = action;
    this.#numbers[end - 2] = reward;
    this.#numbers[end - 1] = discount;
  }

  #keep(observation: Float32Array, start: number): void {
    const rows = this.#observations;
    rows.set(observation, start);
    if (rows instanceof Float32Array) return;
    const changed = observation.findIndex((value, index) => value !== rows[start + index]);
    if (changed === -1) return;
    throw new RangeError(
      `ReplayBuffer: storage uint8 holds integers from 0 to 255, got ${observation[changed]} in an observation; use float32`,
    );
  }
}
