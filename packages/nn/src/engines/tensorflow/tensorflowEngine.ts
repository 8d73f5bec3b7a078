// The same graphs with TensorFlow.js operations, one after another: kernels that share nothing with
// ONNX Runtime, so that where both engines agree, neither is wrong in a way of its own.
import { leavesOf } from '../../graph/graph.js';
import { checkVariables } from '../checkFeeds.js';
import type { Engine, Variable, Variables } from '../engine.js';
import { type LoadedTensorflow, loadTensorflow, type TensorflowOptions } from './loadTensorflow.js';
import { TensorflowProgram } from './tensorflowProgram.js';
import { TensorflowVariable, WholeVariable } from './tensorflowVariable.js';

/**
 * Opens TensorFlow.js. The engine's name says the backend, as in `tensorflow (wasm)`.
 *
 * @throws RangeError if there is no backend of this name
 * @throws Error if the chosen backend does not work here
 */
export async function createTensorflowEngine(options: TensorflowOptions = {}): Promise<Engine> {
  const library = await loadTensorflow(options);
  return {
    name: `tensorflow (${library.backend})`,
    variable: (content) => new WholeVariable(library, content),
    compile: async (graph, variables = {}) => {
      checkVariables(graph, variables);
      const names = new Set([...leavesOf(graph, 'variable').keys(), ...Object.keys(graph.updates)]);
      const own = [...names].map((name) => [name, ownVariable(library, name, variables)] as const);
      return new TensorflowProgram(library, graph, new Map(own));
    },
  };
}

function ownVariable({ backend }: LoadedTensorflow, name: string, variables: Variables): TensorflowVariable {
  const variable: Variable | undefined = variables[name];
  if (variable instanceof TensorflowVariable && variable.backend === backend) return variable;
  throw new RangeError(`tensorflow engine: variable "${name}" belongs to another engine`);
}
