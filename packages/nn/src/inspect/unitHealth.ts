// Which units of a network still respond: measured on a fixed batch of inputs, layer by layer.
import type { Engine, NumberArray } from '../engines/engine.js';
import { abs } from '../graph/arithmetic.js';
import { reduceMax, reduceMean } from '../graph/reductions.js';
import { sizeOf } from '../graph/shape.js';
import type { Value } from '../graph/value.js';
import { positiveInteger } from '../positiveInteger.js';
import { type PredictorOptions, traceEvaluation } from '../predictor.js';

/** The state of the units of one layer; a unit is a channel where the layer makes maps. */
export interface UnitHealth {
  readonly layer: string;
  readonly units: number;
  /** Share of units, in [0, 1], whose pre-activation is positive for no input of the probe. */
  readonly deadShare: number;
  /** Share of units, in [0, 1], whose mean |output| is at most `DORMANCY_TAU` times the layer's (Sokar et al. 2023). */
  readonly dormantShare: number;
}

/** Measures unit health with a compiled program. */
export interface UnitInspector {
  /**
   * The layers in the order in which they are applied. The probe is judged as a whole, whatever the batch size.
   *
   * @param probe - inputs, flat; their number must be a multiple of the batch size
   * @throws RangeError if it is not
   */
  inspect(probe: NumberArray): Promise<UnitHealth[]>;
  /** Frees the program; the state stays usable. */
  dispose(): Promise<void>;
}

/** Threshold of dormancy in Sokar et al. 2023. */
export const DORMANCY_TAU = 0.025;

/**
 * Compiles the inspection of a model; it reads the same state as the programs that train it.
 *
 * @throws RangeError if the batch size is no positive integer or the state does not fit the model
 * @example
 * const inspector = await compileInspector(engine, { model, state: trainer.state, batchSize: 64 });
 * for (const { layer, deadShare } of await inspector.inspect(x)) shares.set(layer, deadShare);
 */
export async function compileInspector(engine: Engine, options: PredictorOptions): Promise<UnitInspector> {
  positiveInteger('compileInspector: batchSize', options.batchSize);
  const { activations } = traceEvaluation(options);
  const outputs = Object.fromEntries(
    activations.flatMap(({ layer, preActivation, output }) => [
      [`${layer}/peak`, overUnits(preActivation, reduceMax)],
      [`${layer}/activity`, overUnits(abs(output), reduceMean)],
    ]),
  );
  const program = await engine.compile({ outputs, updates: {} }, { ...options.state });
  const batchElements = options.batchSize * sizeOf(options.model.inputShape);
  const layers = activations.map(({ layer }) => layer);
  return {
    inspect: async (probe) => {
      const batches = splitBatches(probe, batchElements);
      const results: Record<string, NumberArray>[] = [];
      for (const batch of batches) results.push(await program.run({ input: batch }));
      return layers.map((layer) => {
        const all = (what: string) => results.map((result) => result[`${layer}/${what}`] as NumberArray);
        return judge(
          layer,
          combine(all('peak'), Math.max),
          combine(all('activity'), (a, b) => a + b),
        );
      });
    },
    dispose: () => program.dispose(),
  };
}

/** Reduces everything but the unit axis: [B, units, ...] to [units]. */
function overUnits(x: Value, reduce: typeof reduceMax | typeof reduceMean): Value {
  return reduce(x, { axes: x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis])) });
}

function splitBatches(probe: NumberArray, size: number): NumberArray[] {
  if (probe.length === 0 || probe.length % size !== 0) {
    throw new RangeError(`inspect: the probe must hold a multiple of ${size} numbers, got ${probe.length}`);
  }
  return Array.from({ length: probe.length / size }, (_, index) =>
    probe.subarray(index * size, (index + 1) * size),
  );
}

function combine(arrays: readonly NumberArray[], join: (a: number, b: number) => number): number[] {
  const [first, ...rest] = arrays.map((array) => Array.from(array));
  return rest.reduce(
    (left, right) => left.map((value, unit) => join(value, right[unit] as number)),
    first ?? [],
  );
}

/** A unit is dormant when its activity is at most tau of the layer's mean: also in a layer that is silent altogether. */
function judge(layer: string, peaks: readonly number[], activities: readonly number[]): UnitHealth {
  const units = peaks.length;
  const mean = activities.reduce((sum, activity) => sum + activity, 0) / units;
  const count = (values: readonly number[], holds: (value: number) => boolean) => values.filter(holds).length;
  return {
    layer,
    units,
    deadShare: count(peaks, (peak) => peak <= 0) / units,
    dormantShare: count(activities, (activity) => activity <= DORMANCY_TAU * mean) / units,
  };
}
