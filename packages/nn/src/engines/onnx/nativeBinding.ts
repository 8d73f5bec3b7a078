// ONNX Runtime called in C on memory that stays: a run makes no array but those it returns, and copies no variable.
import type { Binding, SessionOptions } from './binding.js';
import { NativeProgram } from './nativeProgram.js';
import { openNativeRuntime } from './nativeRuntime.js';
import { NativeSession } from './nativeSession.js';
import { NativeVariable, WholeVariable } from './nativeVariable.js';

/**
 * Opens ONNX Runtime through its interface in C.
 *
 * @throws Error if koffi or the runtime's library does not load here
 */
export async function openNativeBinding({ threads }: SessionOptions): Promise<Binding> {
  const runtime = await openNativeRuntime();
  return {
    readsInPlace: true,
    variable: (content) => new WholeVariable(runtime.api, content),
    owns: (variable) => variable instanceof NativeVariable,
    open: async (model, tensors) => {
      const { inputs, read, outputs, written } = tensors;
      const session = new NativeSession(runtime, {
        model,
        threads,
        inputs: [...inputs.keys(), ...read.map(({ name }) => name)],
        outputs: [...outputs, ...written].map(({ name }) => name),
      });
      return new NativeProgram(session, tensors);
    },
  };
}
