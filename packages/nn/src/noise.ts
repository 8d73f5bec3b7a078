// Random numbers for a program in training mode. A layer asks for them while it is traced; each request becomes an input
// of the graph, which is filled anew before every run.
import { type Graph, leavesOf } from './graph/graph.js';
import { input } from './graph/leaves.js';
import { sizeOf } from './graph/shape.js';
import type { Value } from './graph/value.js';
import type { NoiseRequest } from './layers/layer.js';
import type { RandomStream } from './random.js';
import type { NoiseSource } from './trace.js';

/** An input of a graph that holds random numbers. */
export interface NoiseInput {
  readonly name: string;
  readonly value: Value;
  readonly distribution: NoiseRequest['distribution'];
}

/**
 * Makes an input of each request and adds it to a list.
 *
 * @param prefix - tells the calls of a model within one step apart
 */
export function noiseInputs(prefix: string, list: NoiseInput[]): NoiseSource {
  return (request, { shape, distribution }) => {
    const name = `${prefix}.${request}`;
    const value = input(name, shape);
    list.push({ name, value, distribution });
    return value;
  };
}

/** The inputs that a graph has; a layer may ask for numbers and not use them. */
export function noiseIn(graph: Graph, inputs: readonly NoiseInput[]): readonly NoiseInput[] {
  const needed = leavesOf(graph, 'input');
  return inputs.filter(({ name }) => needed.has(name));
}

/** Fills a buffer of an input's size from a stream. */
export function fillNoise(
  { distribution }: NoiseInput,
  values: Float32Array,
  stream: RandomStream,
): Float32Array {
  if (distribution === 'uniform') return stream.fillUniform(values);
  for (let index = 0; index < values.length; index++) values[index] = stream.normal();
  return values;
}

/**
 * Numbers for every input, by name, in float32 so that engines of any precision see the same ones.
 *
 * @param streamOf - what an input of this name draws from
 */
export function drawNoise(
  inputs: readonly NoiseInput[],
  streamOf: (name: string) => RandomStream,
): Readonly<Record<string, Float32Array>> {
  return Object.fromEntries(
    inputs.map((each) => {
      const { name, value } = each;
      return [name, fillNoise(each, new Float32Array(sizeOf(value.shape)), streamOf(name))];
    }),
  );
}
