// How the pre-activations of a network are distributed: what share of them an activation bends, and how far out they lie.
import { printActivation } from '@rectify/activations';
import type { Engine, NumberArray } from '../engines/engine.js';
import { sizeOf } from '../graph/shape.js';
import { positiveInteger } from '../positiveInteger.js';
import { type PredictorOptions, traceEvaluation } from '../predictor.js';

/** The pre-activations of one layer on a probe, over all units, inputs and positions. */
export interface PreActivationHistogram {
  readonly layer: string;
  /** Printed spec, such as `leaky_relu:0.01`. */
  readonly activation: string;
  /** Their root mean square, which is the unit of the bins; 0 if all are 0. */
  readonly rootMeanSquare: number;
  /**
   * Share of them in each of `HISTOGRAM_BINS` equally wide bins from -`HISTOGRAM_REACH` to `HISTOGRAM_REACH` root mean
   * squares; the sum is 1. A bin holds its right end, so that 0 is on the negative side, as for dead units, and what
   * lies further out is counted in the last bin of its side.
   */
  readonly shares: Float64Array;
}

/** How far the bins reach on each side, in root mean squares. */
export const HISTOGRAM_REACH = 4;

/** Bins on both sides together. */
export const HISTOGRAM_BINS = 64;

/**
 * The histograms of a model's pre-activations in evaluation mode, layer by layer in the order in which they are applied.
 * The probe passes twice, for the unit and for the bins, so that memory holds one batch of maps whatever its size.
 *
 * @param probe - inputs, flat; their number must be a multiple of the batch size
 * @throws RangeError if it is not, the batch size is no positive integer or the state does not fit the model
 * @example
 * const histograms = await preActivationHistograms(engine, { model, state: trainer.state, batchSize: 64 }, x);
 * for (const { layer, shares } of histograms) curves.set(layer, shares);
 */
export async function preActivationHistograms(
  engine: Engine,
  { model, state, batchSize }: PredictorOptions,
  probe: NumberArray,
): Promise<PreActivationHistogram[]> {
  positiveInteger('preActivationHistograms: batchSize', batchSize);
  const size = batchSize * sizeOf(model.inputShape);
  if (probe.length === 0 || probe.length % size !== 0) {
    throw new RangeError(
      `preActivationHistograms: the probe must hold a multiple of ${size} numbers, got ${probe.length}`,
    );
  }
  const sites = traceEvaluation({ model, batchSize }).activations;
  if (sites.length === 0) return [];
  const outputs = Object.fromEntries(sites.map(({ preActivation }, place) => [place, preActivation]));
  const program = await engine.compile({ outputs, updates: {} }, { ...state });
  const tallies = sites.map(() => new Tally());
  const pass = async (look: (tally: Tally, values: NumberArray) => void): Promise<void> => {
    for (let start = 0; start < probe.length; start += size) {
      const results = await program.run({ input: probe.subarray(start, start + size) });
      for (const [place, tally] of tallies.entries()) look(tally, results[place] as NumberArray);
    }
  };
  try {
    await pass((tally, values) => tally.measure(values));
    await pass((tally, values) => tally.count(values));
  } finally {
    await program.dispose();
  }
  return sites.map(({ layer, activation }, place) => ({
    layer,
    activation: printActivation(activation),
    ...(tallies[place] as Tally).result(),
  }));
}

/** Measures the values of one layer, then counts them. */
class Tally {
  #squares = 0;
  #measured = 0;
  readonly #counts = new Float64Array(HISTOGRAM_BINS);

  measure(values: NumberArray): void {
    for (const value of values) this.#squares += value ** 2;
    this.#measured += values.length;
  }

  count(values: NumberArray): void {
    const binsPerUnit = HISTOGRAM_BINS / (2 * HISTOGRAM_REACH) / (this.#rootMeanSquare || 1);
    for (const value of values) {
      const bin = Math.ceil(value * binsPerUnit) - 1 + HISTOGRAM_BINS / 2;
      const within = Math.min(HISTOGRAM_BINS - 1, Math.max(0, bin));
      this.#counts[within] = (this.#counts[within] as number) + 1;
    }
  }

  result(): Pick<PreActivationHistogram, 'rootMeanSquare' | 'shares'> {
    return {
      rootMeanSquare: this.#rootMeanSquare,
      shares: this.#counts.map((count) => count / this.#measured),
    };
  }

  get #rootMeanSquare(): number {
    return Math.sqrt(this.#squares / this.#measured);
  }
}
