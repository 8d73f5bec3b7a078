// Products in ONNX Runtime, called in C, on memory that stays.
import type { SessionOptions } from './binding.js';
import type { NativeRuntime } from './nativeRuntime.js';
import { NativeSession } from './nativeSession.js';
import type { MatrixPort, ProductModel, RunningProducts } from './stages/productModel.js';

/** Opens products. */
export function openNativeProducts(
  runtime: NativeRuntime,
  { threads }: SessionOptions,
  { model, operands, results }: ProductModel,
): RunningProducts {
  const names = (ports: readonly MatrixPort[]): string[] => ports.map(({ name }) => name);
  const session = new NativeSession(runtime, {
    model,
    threads,
    inputs: names(operands),
    outputs: names(results),
  });
  results.forEach(({ shape, memory }, place) => {
    session.outputs[place] = session.tensorOver(memory, { shape, dataType: 'float32' });
  });
  const ports = operands.map(({ shape, halves, present }, place) => ({
    place,
    present,
    tensors: halves.map((half) => session.tensorOver(half, { shape, dataType: 'float32' })),
  }));
  return {
    run: () => {
      for (const { place, present, tensors } of ports) session.inputs[place] = tensors[present()] as bigint;
      session.run();
      return undefined;
    },
    dispose: async () => session.dispose(),
  };
}
