import type { RandomStream } from '@rectify/nn/random';
import { createEnvironment } from './environments/registry.js';

/**
 * Observations that uniformly random play meets, one after the other: the fixed inputs on which units are inspected.
 *
 * @returns [count, N], flat
 */
export function probeStates(environmentId: string, count: number, stream: RandomStream): Float32Array {
  const environment = createEnvironment(environmentId);
  let { observation } = environment.reset(stream.integer(2 ** 31));
  const states = new Float32Array(count * observation.length);
  for (let row = 0; row < count; row++) {
    states.set(observation, row * observation.length);
    const result = environment.step(environment.actionSpace.sample(stream));
    observation =
      result.terminated || result.truncated ? environment.reset().observation : result.observation;
  }
  return states;
}
