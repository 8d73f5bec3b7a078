/** Counts the seconds between `start` and `stop`, over several stretches. Nothing that is computed may depend on it. */
export class Stopwatch {
  #seconds: number;
  #startedAt: number | undefined;

  constructor(seconds = 0) {
    this.#seconds = seconds;
  }

  /** Seconds so far, the running stretch included. */
  get seconds(): number {
    return this.#seconds + (this.#startedAt === undefined ? 0 : (performance.now() - this.#startedAt) / 1000);
  }

  start(): void {
    this.#startedAt = performance.now();
  }

  stop(): void {
    this.#seconds = this.seconds;
    this.#startedAt = undefined;
  }
}
