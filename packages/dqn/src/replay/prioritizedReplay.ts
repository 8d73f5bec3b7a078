import type { TensorData } from '@rectify/nn';
import type { RandomStream } from '@rectify/nn/random';
import { requirePositiveInteger, requireShare } from '../requirements.js';
import { ReplayBuffer, type ReplayBufferOptions } from './replayBuffer.js';
import type { ColumnReader, ReplayBatch, ReplayMemory, Transition } from './replayMemory.js';
import { SumTree } from './sumTree.js';

/** Options of `PrioritizedReplay`. */
export interface PrioritizedReplayOptions extends ReplayBufferOptions {
  /** How much priorities count, from 0 (uniform) to 1 (alpha). */
  readonly priorityExponent: number;
  /** How much of the bias is corrected at the beginning, from 0 to 1 (beta_0); all of it at the end. */
  readonly importanceExponent: number;
}

/** Keeps a transition without error reachable; OpenAI Baselines, `deepq.py`. */
const leastPriority = 1e-6;

/**
 * Prioritised experience replay, proportional variant (Schaul, Quan, Antonoglou, Silver 2016, section 3.3, algorithm 1):
 *
 *     p_i = |tdError_i| + 1e-6                       the greatest priority so far for a new transition, at first 1
 *     P(i) = p_i^alpha / sum_k p_k^alpha             alpha = priorityExponent
 *     w_i = (N P(i))^-beta / max_j w_j               beta from importanceExponent to 1 over the training
 *
 * A batch of B has one transition from each of B equal stretches of the sum (appendix B.2.1). The paper leaves open
 * over what the largest weight is taken: here over the batch, as in Dopamine.
 */
export class PrioritizedReplay implements ReplayMemory {
  readonly #options: PrioritizedReplayOptions;
  readonly #buffer: ReplayBuffer;
  readonly #tree: SumTree;
  #drawn = new Int32Array(0);
  #greatestPriority = 1;

  /** @throws RangeError if a size is not a positive integer or an exponent not a number from 0 to 1 */
  constructor(options: PrioritizedReplayOptions) {
    requireShare('PrioritizedReplay', 'priorityExponent', options.priorityExponent);
    requireShare('PrioritizedReplay', 'importanceExponent', options.importanceExponent);
    this.#options = options;
    this.#buffer = new ReplayBuffer(options);
    this.#tree = new SumTree(options.capacity);
  }

  /** How many transitions can be drawn. */
  get size(): number {
    return this.#buffer.size;
  }

  /** Copies a transition in with the greatest priority so far, so that it is likely to be seen soon. */
  add(transition: Transition): void {
    this.#tree.set(this.#buffer.add(transition), this.#greatestPriority ** this.#options.priorityExponent);
  }

  /**
   * Draws transitions in proportion to their priorities, with replacement.
   *
   * @param progress - share of the training that is done, in [0, 1]: where beta stands
   * @throws RangeError if `batchSize` is not a positive integer
   * @throws Error if nothing was added
   */
  sample(batchSize: number, stream: RandomStream, progress: number): ReplayBatch {
    requirePositiveInteger('PrioritizedReplay', 'batchSize', batchSize);
    if (this.size === 0) throw new Error('PrioritizedReplay: nothing to sample from; add a transition first');
    if (this.#drawn.length !== batchSize) this.#drawn = new Int32Array(batchSize);
    const stretch = this.#tree.total / batchSize;
    for (let row = 0; row < batchSize; row++) {
      this.#drawn[row] = this.#tree.find((row + stream.uniform()) * stretch);
    }
    const batch = this.#buffer.gather(this.#drawn);
    this.#weigh(batch.weights, progress);
    return batch;
  }

  /** Sets the priorities of the batch that was drawn last by its errors. */
  reprioritize(tdErrors: ArrayLike<number>): void {
    for (let row = 0; row < this.#drawn.length; row++) {
      const priority = Math.abs(tdErrors[row] as number) + leastPriority;
      this.#tree.set(this.#drawn[row] as number, priority ** this.#options.priorityExponent);
      if (priority > this.#greatestPriority) this.#greatestPriority = priority;
    }
  }

  /** The content as copies, with the leaves of the tree. */
  state(): Record<string, TensorData> {
    return {
      ...this.#buffer.state(),
      priorities: this.#tree.leaves(this.size),
      greatestPriority: Float64Array.of(this.#greatestPriority),
    };
  }

  /**
   * Takes over a content that `state` returned.
   *
   * @throws RangeError if it comes from a memory of another capacity or observation size
   */
  restore(column: ColumnReader): void {
    const priorities = column('priorities', Float64Array);
    const [greatest = 1] = column('greatestPriority', Float64Array);
    this.#buffer.restore(column);
    this.#tree.restore(priorities);
    this.#greatestPriority = greatest;
  }

  /** With P(i) = leaf / total, w_i / max w = (leaf_i / least leaf)^-beta: size and total cancel out. */
  #weigh(weights: Float32Array, progress: number): void {
    const { importanceExponent } = this.#options;
    const beta = importanceExponent + (1 - importanceExponent) * progress;
    let least = Infinity;
    for (const slot of this.#drawn) least = Math.min(least, this.#tree.get(slot));
    for (let row = 0; row < weights.length; row++) {
      weights[row] = (this.#tree.get(this.#drawn[row] as number) / least) ** -beta;
    }
  }
}
