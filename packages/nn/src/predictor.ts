import type { Engine, NumberArray } from './engines/engine.js';
import { input, variable } from './graph/leaves.js';
import type { Model } from './model.js';
import { type BoundModel, bindModel, type ModelState, traceBound } from './modelState.js';
import { positiveInteger } from './positiveInteger.js';
import type { Trace } from './trace.js';

/** What a program that evaluates a model needs. */
export interface PredictorOptions {
  readonly model: Model;
  /** The numbers to predict with; a trainer that shares them keeps the predictor current. */
  readonly state: ModelState;
  /** Examples in a call. */
  readonly batchSize: number;
}

/** A model in evaluation mode. */
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
 * Compiles the forward pass of a model in evaluation mode.
 *
 * @throws RangeError if the batch size is no positive integer or the state does not fit the model
 * @example
 * const predictor = await compilePredictor(engine, { model, state: trainer.state, batchSize: 1 });
 * const [prediction] = await predictor.predict(Float32Array.of(0.5, -0.5));
 */
export async function compilePredictor(engine: Engine, options: PredictorOptions): Promise<Predictor> {
  positiveInteger('compilePredictor: batchSize', options.batchSize);
  const { output } = traceEvaluation(options);
  const program = await engine.compile({ outputs: { output }, updates: {} }, { ...options.state });
  return {
    predict: async (x) => (await program.run({ input: x })).output as NumberArray,
    dispose: () => program.dispose(),
  };
}

/** The trace of a model in evaluation mode behind an input named `input`. */
export function traceEvaluation({ model, batchSize }: Pick<PredictorOptions, 'model' | 'batchSize'>): Trace {
  return traceBound(bindVariables(model), input('input', [batchSize, ...model.inputShape], model.inputType));
}

/** A model cut from the variables `parameters` and `statistics`. */
export function bindVariables(model: Model): BoundModel {
  return bindModel(model, {
    parameters: variable('parameters', [model.parameterCount]),
    statistics: variable('statistics', [model.statisticCount]),
  });
}
