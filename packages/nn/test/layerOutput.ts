// What a layer makes of an input in evaluation mode, with weights set by hand.
import {
  compilePredictor,
  createEngine,
  createModel,
  createModelState,
  type DataType,
  type EngineName,
  type Layer,
  modelTensors,
  restoreModel,
} from '../src/index.js';

/** A tensor as a test writes it. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
  readonly type?: DataType;
}

/** Applies the layer as a model of its own; tensors that are not given keep their initial numbers. */
export async function layerOutput(
  engineName: EngineName,
  layer: Layer,
  {
    x,
    tensors = {},
  }: { readonly x: Numbers; readonly tensors?: Readonly<Record<string, readonly number[]>> },
): Promise<Numbers> {
  const engine = await createEngine(engineName);
  const [batchSize = 1, ...inputShape] = x.shape;
  const model = createModel(layer, { inputShape, inputType: x.type ?? 'float32' });
  const state = createModelState(engine, model);
  const initial = modelTensors(model, state).tensors;
  const set = Object.entries(tensors).map(([name, data]) => [
    name,
    { shape: initial[name]?.shape ?? [], data: Float32Array.from(data) },
  ]);
  restoreModel({ model, state }, { tensors: { ...initial, ...Object.fromEntries(set) }, metadata: {} });
  const predictor = await compilePredictor(engine, { model, state, batchSize });
  const typed = x.type === 'int32' ? Int32Array.from(x.data) : Float32Array.from(x.data);
  const output = await predictor.predict(typed);
  await predictor.dispose();
  return { shape: [batchSize, ...model.outputShape], data: Array.from(output) };
}
