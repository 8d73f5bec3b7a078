// Products in ONNX Runtime, called through its package.
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Runtime } from './packageVariable.js';
import type { ProductModel, RunningProducts } from './stages/productModel.js';

/** Products of a session. */
export function packageProducts(
  runtime: Runtime,
  session: InferenceSession,
  { operands, results }: ProductModel,
): RunningProducts {
  const ports = operands.map(({ name, shape, halves, present }) => ({
    name,
    present,
    tensors: halves.map(({ values }) => new runtime.Tensor('float32', values, shape)),
  }));
  return {
    run: async () => {
      const fed = ports.map(({ name, present, tensors }) => [name, tensors[present()] as Tensor] as const);
      const made = await session.run(Object.fromEntries(fed));
      for (const { name, memory } of results) memory.values.set(made[name]?.data as Float32Array);
    },
    dispose: () => session.release(),
  };
}
