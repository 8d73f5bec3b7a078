// Whether an environment can be put into a checkpoint and taken out again.
import { type RandomStream, randomStream } from '@rectify/nn/random';
import type { Environment } from './environment.js';
import { errorOf, requirePromise } from './promise.js';
import { areEqual, describeStep, firstDifference, type PlayedStep } from './randomPlay.js';

/** Steps of an episode after which it is saved, where it lasts so long. */
const savedAfter = [0, 1, 7, 40];
/** Steps that are compared after the restoration, at most: enough for the time limit of any environment here. */
const comparedSteps = 1000;

/**
 * Saves at several moments of an episode, plays on, restores, and plays the same actions again.
 *
 * @throws Error that names the broken promise
 */
export function checkState(environment: Environment, seed: number): void {
  const actions = randomStream(seed).split('checkState');
  for (const elapsedSteps of savedAfter) {
    let { observation } = environment.reset(seed);
    let isOver = false;
    for (let step = 0; step < elapsedSteps && !isOver; step++) {
      const result = environment.step(environment.actionSpace.sample(actions));
      ({ observation } = result);
      isOver = result.terminated || result.truncated;
    }
    if (isOver) break;
    checkRestoration(environment, { elapsedSteps, observation, actions });
  }
  checkRefusal(environment, seed);
}

interface Moment {
  readonly elapsedSteps: number;
  /** What was seen last. */
  readonly observation: Float32Array;
  readonly actions: RandomStream;
}

function checkRestoration(environment: Environment, { elapsedSteps, observation, actions }: Moment): void {
  const live = environment.state();
  requirePromise(environment, Array.isArray(live) && live.every(Number.isFinite), () => {
    return `state() must be an array of finite numbers, got ${JSON.stringify(live)}`;
  });
  const saved = JSON.stringify(live);
  const choices = Array.from({ length: comparedSteps }, () => environment.actionSpace.sample(actions));
  const expected = playOn(environment, choices);
  requirePromise(environment, JSON.stringify(live) === saved, () => {
    return 'state() was overwritten by later steps; return a copy';
  });
  const restored = environment.setState(JSON.parse(saved) as number[], elapsedSteps);
  const when = `the state after ${elapsedSteps} steps`;
  requirePromise(environment, areEqual(restored, observation), () => {
    return `setState() must return the observation of ${when}, [${observation}], got [${restored}]`;
  });
  const again = playOn(environment, choices);
  const index = firstDifference(expected, again);
  requirePromise(environment, index === -1, () => {
    const [one, other] = [expected, again].map((moments) => describeStep(moments[index]));
    return `${when} must lead to the same episode again, but step ${elapsedSteps + index + 1} gave ${one} and ${other}`;
  });
}

/** To the end of the episode, or of the actions. */
function playOn(environment: Environment, actions: readonly number[]): PlayedStep[] {
  const moments: PlayedStep[] = [];
  for (const action of actions) {
    const result = environment.step(action);
    moments.push({ observation: result.observation, result });
    if (result.terminated || result.truncated) break;
  }
  return moments;
}

function checkRefusal(environment: Environment, seed: number): void {
  environment.reset(seed);
  const state = [...environment.state()];
  if (state.length === 0) return;
  for (const wrong of [state.slice(1), [...state, 0], [Number.NaN, ...state.slice(1)]]) {
    const error = errorOf(() => environment.setState(wrong));
    requirePromise(environment, error instanceof RangeError, () => {
      return `setState() of ${wrong.length} numbers, the first ${wrong[0]}, must throw a RangeError, got ${error}`;
    });
  }
}
