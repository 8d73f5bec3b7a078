/** Learning went wrong beyond repair: where, what was seen, and what may help. */
export class DivergenceError extends Error {
  override readonly name = 'DivergenceError';
}

/** What the bound on values is made of. */
export interface DivergenceOptions {
  /** How much a reward counts one step later, in [0, 1]. */
  readonly discount: number;
  /** Longest episode, in steps: what bounds a return without discounting. */
  readonly maxEpisodeSteps: number;
  /** How many times the greatest possible return a value may reach. */
  readonly divergenceFactor: number;
}

const advice = 'a smaller learningRate, double, or a smaller tau may help';

/**
 * Notices when learning has diverged: a loss or a value is no finite number, or a value lies far beyond every return.
 *
 * Rewards of size at most r make returns of size at most r (1 + discount + discount^2 + ...) = r / (1 - discount), and
 * r * maxEpisodeSteps without discounting; an episode's limit does not shorten the sum otherwise, because a truncated
 * episode bootstraps. r is the greatest reward met so far: no target was made of a greater one. Values that exceed
 * this bound a little are common and harmless (soft divergence: van Hasselt et al. 2018, "Deep Reinforcement Learning
 * and the Deadly Triad"); hence the factor.
 */
export class DivergenceGuard {
  readonly #options: DivergenceOptions;
  #greatestReward = 0;

  constructor(options: DivergenceOptions) {
    this.#options = options;
  }

  /** Size of the greatest reward so far, in the unit of the values. */
  get greatestReward(): number {
    return this.#greatestReward;
  }

  /** Takes notice of a reward, in the unit of the values; also to go on where a training was left. */
  meet(reward: number): void {
    this.#greatestReward = Math.max(this.#greatestReward, Math.abs(reward));
  }

  /**
   * Looks at an update.
   *
   * @param update - its number, for the message
   * @throws DivergenceError if learning has diverged
   */
  check(
    update: number,
    { loss, values }: { readonly loss: number; readonly values: ArrayLike<number> },
  ): void {
    if (!Number.isFinite(loss)) {
      throw new DivergenceError(`update ${update}: learning diverged, the loss is ${loss}; ${advice}`);
    }
    const { discount, maxEpisodeSteps, divergenceFactor } = this.#options;
    const horizon = discount < 1 ? 1 / (1 - discount) : maxEpisodeSteps;
    const possible = this.#greatestReward * horizon;
    const limit = possible === 0 ? Infinity : possible * divergenceFactor;
    for (let row = 0; row < values.length; row++) {
      const value = values[row] as number;
      if (Math.abs(value) <= limit) continue;
      throw new DivergenceError(
        `update ${update}: learning diverged, a value is ${value} and no return can exceed ${possible} in size ` +
          `(scaled rewards up to ${this.#greatestReward}, discount ${discount}; divergenceFactor is ` +
          `${divergenceFactor}); ${advice}`,
      );
    }
  }
}
