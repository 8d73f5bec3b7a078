import type { TensorData } from '@rectify/nn';
import type { RandomStream } from '@rectify/nn/random';

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
  /** [B], factors on the losses that make up for drawing some transitions more often than others; 1 if drawn uniformly */
  readonly weights: Float32Array;
}

/** Finds a column of a checkpoint; it must have the given type. */
export type ColumnReader = <Column extends TensorData>(name: string, type: new () => Column) => Column;

/** What an agent remembers, and how it draws from it. */
export interface ReplayMemory {
  /** How many transitions can be drawn. */
  readonly size: number;
  /** Copies a transition in, in the place of the oldest one if the memory is full. */
  add(transition: Transition): void;
  /**
   * Draws transitions with replacement.
   *
   * @param progress - share of the training that is done, in [0, 1]
   * @returns a batch that the memory owns and fills anew at the next call with the same `batchSize`
   * @throws RangeError if `batchSize` is not a positive integer
   * @throws Error if the memory is empty
   */
  sample(batchSize: number, stream: RandomStream, progress: number): ReplayBatch;
  /** Tells the temporal-difference errors [B] of the batch that was drawn last. */
  reprioritize(tdErrors: ArrayLike<number>): void;
  /** The whole content as copies, by column, for a checkpoint. */
  state(): Record<string, TensorData>;
  /**
   * Takes over a content that `state` returned.
   *
   * @throws RangeError if it comes from a memory of another capacity or observation size
   */
  restore(column: ColumnReader): void;
}
