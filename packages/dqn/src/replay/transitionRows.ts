// Where transitions are kept: row by row, since a batch is drawn at random and what stands together is fetched at once. By
// column, a transition that has left the processor's cache would have to be fetched in five places instead of two.
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

/** Action, reward and discount. */
const NUMBERS = 3;

/** A fixed number of slots with a transition in each, in typed arrays that are allocated once. */
export class TransitionRows {
  /** The constructor of the observations' columns. */
  readonly Observations: Float32ArrayConstructor | Uint8ArrayConstructor;
  readonly #observationSize: number;
  /** The observation and the next one of each slot, 2 N numbers. */
  readonly #observations: Float32Array | Uint8Array;
  /** The other numbers of each slot; the action is an integer in another view of the same bytes. */
  readonly #numbers: Float32Array;
  readonly #actions: Int32Array;

  constructor(slots: number, observationSize: number, storage: ObservationStorage) {
    this.Observations = storage === 'uint8' ? Uint8Array : Float32Array;
    this.#observationSize = observationSize;
    this.#observations = new this.Observations(2 * slots * observationSize);
    this.#numbers = new Float32Array(NUMBERS * slots);
    this.#actions = new Int32Array(this.#numbers.buffer);
  }

  /**
   * Copies a transition into a slot.
   *
   * @throws RangeError if an observation has a number that the storage cannot hold
   */
  put(slot: number, { observation, action, reward, nextObservation, discount }: Transition): void {
    const size = this.#observationSize;
    this.#keep(observation, 2 * slot * size);
    this.#keep(nextObservation, (2 * slot + 1) * size);
    this.#actions[NUMBERS * slot] = action;
    this.#numbers[NUMBERS * slot + 1] = reward;
    this.#numbers[NUMBERS * slot + 2] = discount;
  }

  /** Copies a slot into a row of columns. */
  copy(slot: number, columns: TransitionColumns, row: number): void {
    const size = this.#observationSize;
    const rows = this.#observations;
    const start = 2 * slot * size;
    for (let index = 0; index < size; index++) {
      columns.observations[row * size + index] = rows[start + index] as number;
      columns.nextObservations[row * size + index] = rows[start + size + index] as number;
    }
    columns.actions[row] = this.#actions[NUMBERS * slot] as number;
    columns.rewards[row] = this.#numbers[NUMBERS * slot + 1] as number;
    columns.discounts[row] = this.#numbers[NUMBERS * slot + 2] as number;
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
      this.#observations.set(observations.subarray(...part), 2 * slot * size);
      this.#observations.set(nextObservations.subarray(...part), (2 * slot + 1) * size);
      this.#actions[NUMBERS * slot] = actions[slot] as number;
      this.#numbers[NUMBERS * slot + 1] = rewards[slot] as number;
      this.#numbers[NUMBERS * slot + 2] = discounts[slot] as number;
    }
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
