import type { Environment } from '../environments/environment.js';
import { requirePositiveInteger } from '../requirements.js';
import { Box } from '../spaces/box.js';
import { withOwnState, wrapEnvironment } from './wrapEnvironment.js';

/**
 * Shows the last `frames` observations at once, the oldest first (Mnih et al. 2015 show four), joined along the first
 * axis: [C, H, W] becomes [frames C, H, W] and [N] becomes [frames N]. At the start of an episode the first observation
 * fills the whole stack.
 *
 * @throws RangeError if `frames` is not a positive integer
 */
export function frameStack(environment: Environment, frames: number): Environment {
  requirePositiveInteger('frameStack', 'frames', frames);
  const { low, high, shape } = environment.observationSpace;
  const [first = 1, ...rest] = shape;
  const size = low.length;
  const stack = new Float32Array(frames * size);

  const begin = (observation: Float32Array): Float32Array => {
    for (let frame = 0; frame < frames; frame++) stack.set(observation, frame * size);
    return stack.slice();
  };
  const push = (observation: Float32Array): Float32Array => {
    stack.copyWithin(0, size);
    stack.set(observation, (frames - 1) * size);
    return stack.slice();
  };

  return wrapEnvironment(environment, {
    observationSpace: new Box({
      low: repeated(low, frames),
      high: repeated(high, frames),
      shape: [frames * first, ...rest],
    }),
    reset: (seed) => {
      const { observation, info } = environment.reset(seed);
      return { observation: begin(observation), info };
    },
    step: (action) => {
      const result = environment.step(action);
      return { ...result, observation: push(result.observation) };
    },
    ...withOwnState(environment, {
      count: (frames - 1) * size,
      read: () => Array.from(stack.subarray(0, (frames - 1) * size)),
      restore: (earlier, observation) => {
        stack.set(earlier);
        stack.set(observation, (frames - 1) * size);
        return stack.slice();
      },
    }),
  });
}

function repeated(values: Float32Array, times: number): Float32Array {
  return Float32Array.from(
    { length: times * values.length },
    (_, index) => values[index % values.length] as number,
  );
}
