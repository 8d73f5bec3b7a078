// ONNX Runtime called in C on memory that stays: a run makes no array but those it returns, and copies no variable.
import type { Binding, SessionOptions } from './binding.js';
import { openNativeProducts } from './nativeProducts.js';
import { NativeProgram } from './nativeProgram.js';
import { openNativeRuntime } from './nativeRuntime.js';
import { NativeSession } from './nativeSession.js';
import { NativeVariable, WholeVariable } from './nativeVariable.js';
import { splitOff } from './tail/splitOff.js';
import { SharedMemories } from './webassembly/sharedMemories.js';

/**
 * Opens ONNX Runtime through its interface in C.
 *
 * @throws Error if koffi or the runtime's library does not load here
 */
export async function openNativeBinding({ threads }: SessionOptions): Promise<Binding> {
  const runtime = await openNativeRuntime();
  const homes = new SharedMemories(runtime.api);
  return {
    readsInPlace: true,
    variable: (content) => new WholeVariable(runtime.api, content, homes.forVariable(content.length)),
    owns: (variable) => variable instanceof NativeVariable,
    splitOff,
    stages: {
      isWhole: (variable) => variable instanceof WholeVariable,
      memoryFor: (variables, lengths) => {
        const known = variables.map((variable) => (variable as WholeVariable).home);
        return known.find((home) => home?.fits(lengths)) ?? homes.withRoom(lengths);
      },
      residentOf: (variable, memory) =>
        variable instanceof WholeVariable && variable.home === memory ? variable : null,
      openProducts: async (model) => openNativeProducts(runtime, { threads }, model),
    },
    open: async (model, tensors, tail) => {
      const { inputs, read, outputs, written } = tensors;
      const session = new NativeSession(runtime, {
        model,
        threads,
        inputs: [...inputs.keys(), ...read.map(({ name }) => name)],
        outputs: [...outputs, ...written].map(({ name }) => name),
      });
      return new NativeProgram(session, tensors, tail);
    },
  };
}
