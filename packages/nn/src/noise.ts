// Random numbers for a training step. A layer asks for them while it is traced; each request becomes an input of the
// graph, which the trainer fills anew before every step.
import { input } from './graph/leaves.js';
import { sizeOf } from './graph/shape.js';
import type { Value } from './graph/value.js';
import type { NoiseRequest } from './layers/layer.js';
import type { RandomStream } from './random.js';
import type { NoiseSource } from './trace.js';

/** An input of a training graph that holds random numbers. */
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

/**
 * Numbers for every input, by name, in float32 so that engines of any precision see the same ones.
 *
 * Each input draws from a stream of its own, split off by its name and the number of the step.
 */
export function drawNoise(
  inputs: readonly NoiseInput[],
  { stream, updates }: { readonly stream: RandomStream; readonly updates: number },
): Readonly<Record<string, Float32Array>> {
  return Object.fromEntries(
    inputs.map(({ name, value: { shape }, distribution }) => {
      const own = stream.split(name).split(String(updates));
      const values = new Float32Array(sizeOf(shape));
      return [name, distribution === 'uniform' ? own.fillUniform(values) : values.map(() => own.normal())];
    }),
  );
}
