import { activation, compilePredictor, createEngine, createModelState, sequential } from '@rectify/nn';

/** Engines that need nothing installed. */
export const checkedEngines = ['onnx', 'reference'] as const;

/** An activation of each value, as a network on the engine computes it. */
export async function activationOnEngine(
  spec: string,
  values: Float32Array,
  engineName: (typeof checkedEngines)[number],
): Promise<Float32Array> {
  const engine = await createEngine(engineName);
  const model = sequential([activation(spec)], { inputShape: [values.length], seed: 0 });
  const state = createModelState(engine, model);
  const predictor = await compilePredictor(engine, { model, state, batchSize: 1 });
  const outputs = Float32Array.from(await predictor.predict(values));
  await predictor.dispose();
  return outputs;
}
