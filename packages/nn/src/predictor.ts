import type { Engine, NumberArray } from './engines/engine.js';
import { input, variable } from './graph/leaves.js';
import type { Value } from './graph/value.js';
import type { Model } from './model.js';
import { type BoundModel, bindModel, type ModelState, traceBound } from './modelState.js';
import { drawNoise, type NoiseInput, noiseIn, noiseInputs } from './noise.js';
import { positiveInteger } from './positiveInteger.js';
import type { RandomStream } from './random.js';
import type { NoiseSource, Trace } from './trace.js';

/** What a program that evaluates a model needs. */
export interface PredictorOptions {
  readonly model: Model;
  /** The numbers to predict with; a trainer that shares them keeps the predictor current. */
  readonly state: ModelState;
  /** Examples in a call. */
  readonly batchSize: number;
  /**
   * Where the random numbers of layers come from, such as the masks of dropout. With it the model runs in training mode, with
   * new numbers in every call (Monte Carlo dropout, Gal, Ghahramani 2016); default evaluation mode, without noise.
   */
  readonly noise?: RandomStream | undefined;
}

/** The forward pass of a model. */
export interface Predictor {
  /**
   * The output [B, ...outputShape], flat, for the input [B, ...inputShape], flat.
   *
   * @throws RangeError if the input has the wrong number of elements
   */
  predict(x: NumberArray): Promise<NumberArray>;
  /** Frees the program; the state stays usable. */
  dispose(): Promise<void>;
}

/**
 * Compiles the forward pass of a model: in evaluation mode unless it is given noise.
 *
 * @throws RangeError if the batch size is no positive integer or the state does not fit the model
 * @example
 * const predictor = await compilePredictor(engine, { model, state: trainer.state, batchSize: 1 });
 * const [prediction] = await predictor.predict(Float32Array.of(0.5, -0.5));
 */
export async function compilePredictor(engine: Engine, options: PredictorOptions): Promise<Predictor> {
  positiveInteger('compilePredictor: batchSize', options.batchSize);
  const { output, noise } = tracePrediction(options);
  const program = await engine.compile({ outputs: { output }, updates: {} }, { ...options.state });
  const { noise: stream } = options;
  const drawn = () => stream && drawNoise(noise, () => stream);
  return {
    predict: async (x) => (await program.run({ input: x, ...drawn() })).output as NumberArray,
    dispose: () => program.dispose(),
  };
}

/** The output of a model behind an input named `input`, in training mode if there is noise, and the noise it needs. */
export function tracePrediction({ noise, ...options }: Omit<PredictorOptions, 'state'>): {
  readonly output: Value;
  readonly noise: readonly NoiseInput[];
} {
  const requested: NoiseInput[] = [];
  const { output } = traceForward(options, noise && noiseInputs('noise', requested));
  return { output, noise: noiseIn({ outputs: { output }, updates: {} }, requested) };
}

/** The trace of a model in evaluation mode behind an input named `input`. */
export function traceEvaluation(options: Pick<PredictorOptions, 'model' | 'batchSize'>): Trace {
  return traceForward(options);
}

function traceForward(
  { model, batchSize }: Pick<PredictorOptions, 'model' | 'batchSize'>,
  noise?: NoiseSource,
): Trace {
  const x = input('input', [batchSize, ...model.inputShape], model.inputType);
  return traceBound(bindVariables(model), x, noise);
}

/** A model cut from the variables `parameters` and `statistics`. */
export function bindVariables(model: Model): BoundModel {
  return bindModel(model, {
    parameters: variable('parameters', [model.parameterCount]),
    statistics: variable('statistics', [model.statisticCount]),
  });
}
