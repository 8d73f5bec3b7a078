import type { TensorData } from '@rectify/nn';
import type { ColumnReader } from '../replay/replayMemory.js';
import { NumberWindow, type Quantiles } from './numberWindow.js';

/** What one update tells; values and errors in scaled reward, one for each transition of the batch. */
export interface UpdateReport {
  readonly loss: number;
  readonly gradientNorm: number;
  readonly values: ArrayLike<number>;
  readonly tdErrors: ArrayLike<number>;
}

/** Several updates summed up, in scaled reward. */
export interface UpdateSummary {
  /** Mean over the updates. */
  readonly loss: number;
  /** Over the updates. */
  readonly lossQuantiles: Quantiles;
  /** Of y - Q(s, a), over the last 4,096 replayed transitions. */
  readonly tdErrorQuantiles: Quantiles;
  /** Mean of Q(s, a) over the replayed transitions. */
  readonly meanQ: number;
  /** Greatest Q(s, a) among them. */
  readonly maximumQ: number;
  /** Mean over the updates. */
  readonly gradientNorm: number;
}

/** Columns of a checkpoint: three sums and a maximum, and the two windows. */
const columns = { sums: 'sums', losses: 'losses', tdErrors: 'tdErrors' } as const;

/** Collects what updates tell until it is asked for. All in fixed memory, and nothing of it costs the program time. */
export class UpdateStatistics {
  readonly #losses = new NumberWindow(1024);
  readonly #tdErrors = new NumberWindow(4096);
  #count = 0;
  #loss = 0;
  #gradientNorm = 0;
  #meanQ = 0;
  #maximumQ = -Infinity;

  /** Takes an update in. */
  add({ loss, gradientNorm, values, tdErrors }: UpdateReport): void {
    this.#count += 1;
    this.#loss += loss;
    this.#gradientNorm += gradientNorm;
    this.#losses.add(loss);
    let sum = 0;
    for (let row = 0; row < values.length; row++) {
      const value = values[row] as number;
      sum += value;
      if (value > this.#maximumQ) this.#maximumQ = value;
      this.#tdErrors.add(tdErrors[row] as number);
    }
    this.#meanQ += sum / values.length;
  }

  /** Sums up the updates since the last call, or gives `undefined` if there were none. */
  take(): UpdateSummary | undefined {
    const count = this.#count;
    if (count === 0) return undefined;
    const summary = {
      loss: this.#loss / count,
      lossQuantiles: this.#losses.quantiles(),
      tdErrorQuantiles: this.#tdErrors.quantiles(),
      meanQ: this.#meanQ / count,
      maximumQ: this.#maximumQ,
      gradientNorm: this.#gradientNorm / count,
    };
    this.#setSums([0, 0, 0, 0, -Infinity]);
    this.#losses.clear();
    this.#tdErrors.clear();
    return summary;
  }

  /** Everything as copies, by column, for a checkpoint. */
  state(): Record<string, TensorData> {
    const sums = [this.#count, this.#loss, this.#gradientNorm, this.#meanQ, this.#maximumQ];
    return {
      [columns.sums]: Float64Array.from(sums),
      [columns.losses]: this.#losses.numbers(),
      [columns.tdErrors]: this.#tdErrors.numbers(),
    };
  }

  /** Goes on where `state` was taken. */
  restore(column: ColumnReader): void {
    this.#setSums([...column(columns.sums, Float64Array)]);
    this.#losses.restore(column(columns.losses, Float64Array));
    this.#tdErrors.restore(column(columns.tdErrors, Float64Array));
  }

  #setSums([
    count = 0,
    loss = 0,
    gradientNorm = 0,
    meanQ = 0,
    maximumQ = -Infinity,
  ]: readonly number[]): void {
    this.#count = count;
    this.#loss = loss;
    this.#gradientNorm = gradientNorm;
    this.#meanQ = meanQ;
    this.#maximumQ = maximumQ;
  }
}
