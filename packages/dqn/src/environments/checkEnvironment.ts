import { randomStream } from '@rectify/nn/random';
import type { Environment, StepResult } from './environment.js';

const stepsPerRollout = 1000;

/**
 * Plays random actions and checks that an environment keeps the promises of its interface: observations inside
 * their space and never overwritten afterwards, finite rewards, boolean flags, the same rollout for the same seed,
 * errors for an action outside the space and for a step after the end, a drawing. For whoever writes an environment.
 *
 * @param seed - decides the actions and the environment's episodes
 * @throws Error that names the environment, the broken promise and what came instead
 */
export function checkEnvironment(environment: Environment, seed: number): void {
  const first = rollout(environment, seed);
  const again = rollout(environment, seed);
  require(environment, first.length === again.length &&
    first.every((line, index) => line === again[index]), () => {
    const index = first.findIndex((line, position) => line !== again[position]);
    return `the same seed must give the same rollout, but step ${index} gave ${first[index]} and ${again[index]}`;
  });
  checkActionsOutsideTheSpace(environment, seed);
  require(environment, environment.render().startsWith('<svg'), () => 'render() must return an SVG document');
}

/** One line per step, so that two rollouts compare by their text. */
function rollout(environment: Environment, seed: number): string[] {
  const actions = randomStream(seed).split('checkEnvironment');
  const kept: Float32Array[] = [];
  const lines: string[] = [];
  const see = (observation: Float32Array, line: string): void => {
    checkObservation(environment, observation);
    kept.push(observation);
    lines.push(`${line} [${observation}]`);
  };
  see(environment.reset(seed).observation, 'reset');
  for (let step = 0; step < stepsPerRollout; step++) {
    const result = environment.step(environment.actionSpace.sample(actions));
    checkResult(environment, result);
    see(result.observation, `${result.reward} ${result.terminated} ${result.truncated}`);
    if (result.terminated || result.truncated) {
      checkStepAfterTheEnd(environment);
      see(environment.reset().observation, 'reset');
    }
  }
  kept.forEach((observation, index) => {
    const unchanged = lines[index]?.endsWith(` [${observation}]`) ?? false;
    require(environment, unchanged, () => `observation ${index} was overwritten after it had been returned`);
  });
  return lines;
}

function checkObservation(environment: Environment, observation: Float32Array): void {
  require(environment, environment.observationSpace.contains(observation), () => {
    return `an observation must be a Float32Array in ${environment.observationSpace}, got [${observation}]`;
  });
}

function checkResult(environment: Environment, { reward, terminated, truncated }: StepResult): void {
  require(environment, Number.isFinite(reward), () => `a reward must be a finite number, got ${reward}`);
  const areFlags = typeof terminated === 'boolean' && typeof truncated === 'boolean';
  require(environment, areFlags, () => {
    return `terminated and truncated must be booleans, got ${terminated} and ${truncated}`;
  });
}

function checkStepAfterTheEnd(environment: Environment): void {
  const error = errorOf(() => environment.step(environment.actionSpace.start));
  require(environment, error instanceof Error, () =>
    'step() after the end of an episode must throw until reset()');
}

function checkActionsOutsideTheSpace(environment: Environment, seed: number): void {
  const { start, size } = environment.actionSpace;
  for (const action of [start - 1, start + size, start + 0.5, Number.NaN]) {
    environment.reset(seed);
    const error = errorOf(() => environment.step(action));
    require(environment, error instanceof RangeError, () => {
      return `step(${action}) is outside ${environment.actionSpace} and must throw a RangeError, got ${error}`;
    });
  }
}

function errorOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}

function require(environment: Environment, holds: boolean, complaint: () => string): void {
  if (!holds) throw new Error(`checkEnvironment "${environment.id}": ${complaint()}`);
}
