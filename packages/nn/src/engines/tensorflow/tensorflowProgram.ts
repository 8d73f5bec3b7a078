// A graph is interpreted operation by operation. A tensor is disposed of as soon as the last operation
// that reads it has run, so a training step needs no more memory than its widest place.

import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { type Graph, isOperation, leavesOf, valuesOf } from '../../graph/graph.js';
import type { Value } from '../../graph/value.js';
import { checkFeeds } from '../checkFeeds.js';
import type { NumberArray, Program } from '../engine.js';
import { toArray, toTensor } from './dataTypes.js';
import type { LoadedTensorflow } from './loadTensorflow.js';
import type { Computation, Kernel, Row } from './row.js';
import { rows } from './rows.js';
import type { TensorflowVariable } from './tensorflowVariable.js';

type Feeds = Readonly<Record<string, NumberArray>>;
type Results = Record<string, NumberArray>;

/** One value of the graph: how its tensor comes about, and which tensors nobody reads after that. */
interface Step {
  readonly value: Value;
  readonly evaluate: (tensors: ReadonlyMap<Value, Tensor>, feeds: Feeds) => Tensor;
  readonly lastRead: readonly Value[];
}

/** Constants live as long as their program. */
const abandoned = new FinalizationRegistry<readonly Tensor[]>((constants) => tf.dispose([...constants]));

/** A graph bound to its variables. */
export class TensorflowProgram implements Program {
  readonly #library: LoadedTensorflow;
  readonly #graph: Graph;
  readonly #inputs: ReturnType<typeof leavesOf>;
  readonly #variables: ReadonlyMap<string, TensorflowVariable>;
  readonly #constants: ReadonlyMap<Value, Tensor>;
  readonly #steps: readonly Step[];

  constructor(library: LoadedTensorflow, graph: Graph, variables: ReadonlyMap<string, TensorflowVariable>) {
    library.activate();
    const order = valuesOf(graph);
    this.#library = library;
    this.#graph = graph;
    this.#inputs = leavesOf(graph, 'input');
    this.#variables = variables;
    this.#constants = constantsOf(order);
    const lastRead = lastReads(order, graph);
    this.#steps = order
      .filter((value) => !this.#constants.has(value))
      .map((value) => ({
        value,
        evaluate: evaluation(value, variables),
        lastRead: lastRead.get(value) ?? [],
      }));
    abandoned.register(this, [...this.#constants.values()], this);
  }

  async run(feeds: Feeds): Promise<Results> {
    checkFeeds(this.#inputs, feeds);
    this.#library.activate();
    const results: Results = {};
    // Nothing is awaited in between: another program could activate another backend.
    tf.tidy(() => {
      const tensors = this.#evaluate(feeds);
      for (const [name, value] of Object.entries(this.#graph.outputs)) {
        results[name] = toArray(tensors.get(value) as Tensor, value.dataType);
      }
      for (const [name, value] of Object.entries(this.#graph.updates)) {
        this.#variables.get(name)?.hold(tensors.get(value) as Tensor);
      }
    });
    return results;
  }

  async dispose(): Promise<void> {
    abandoned.unregister(this);
    tf.dispose([...this.#constants.values()]);
  }

  #evaluate(feeds: Feeds): ReadonlyMap<Value, Tensor> {
    const tensors = new Map(this.#constants);
    for (const { value, evaluate, lastRead } of this.#steps) {
      tensors.set(
        value,
        tf.tidy(() => evaluate(tensors, feeds)),
      );
      for (const done of lastRead) {
        tensors.get(done)?.dispose();
        tensors.delete(done);
      }
    }
    return tensors;
  }
}

function constantsOf(order: readonly Value[]): Map<Value, Tensor> {
  const constants = order.filter((value) => isOperation(value, 'constant'));
  return new Map(constants.map((value) => [value, toTensor(value.attributes.data, value)]));
}

/** For each value: the values that it reads last. Results and constants are kept. */
function lastReads(order: readonly Value[], { outputs, updates }: Graph): Map<Value, Value[]> {
  const seen = new Set<Value>([...Object.values(outputs), ...Object.values(updates)]);
  const lastRead = new Map<Value, Value[]>();
  for (const value of order.toReversed()) {
    const done = value.inputs.filter(
      (input, index) => value.inputs.indexOf(input) === index && !seen.has(input),
    );
    lastRead.set(
      value,
      done.filter((input) => !isOperation(input, 'constant')),
    );
    for (const input of done) seen.add(input);
  }
  return lastRead;
}

function evaluation(value: Value, variables: ReadonlyMap<string, TensorflowVariable>): Step['evaluate'] {
  if (isOperation(value, 'input')) {
    return (_, feeds) => toTensor(feeds[value.attributes.name] as NumberArray, value);
  }
  if (isOperation(value, 'variable')) {
    const variable = variables.get(value.attributes.name) as TensorflowVariable;
    return () => tf.reshape(variable.tensor, [...value.shape]);
  }
  const kernel = kernelOf(value as Value<Computation>);
  const { inputs } = value;
  return (tensors) => kernel(...inputs.map((input) => tensors.get(input) as Tensor));
}

function kernelOf(value: Value<Computation>): Kernel {
  // The table pairs each name with the row of its own attributes; a value carries both.
  return (rows[value.operation] as Row<Computation>)(value);
}
