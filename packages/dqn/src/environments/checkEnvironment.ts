import { randomStream } from '@rectify/nn/random';
import { requireSeed } from '../requirements.js';
import { checkState } from './checkState.js';
import type { Environment } from './environment.js';
import { errorOf, requirePromise } from './promise.js';
import { describeStep, firstDifference, playRandomly } from './randomPlay.js';

const stepsPerRollout = 1000;

/** What `checkEnvironment` has to know. */
export interface CheckOptions {
  /**
   * Something outlives `reset` by design, such as the running statistics of `normalizeObservation`: rollouts that must be
   * equal then begin with the same state, too. Default false.
   */
  readonly outlivesReset?: boolean;
}

/**
 * Plays random actions and checks that an environment keeps the promises of its interface. For whoever writes an
 * environment or a wrapper.
 *
 * - Every observation is a Float32Array of the space's length inside its bounds, and is never overwritten afterwards.
 * - Rewards are finite, flags are booleans.
 * - The same seed gives the same rollout, also when `reset` interrupts an episode.
 * - An action outside the space throws a RangeError and changes nothing; a step after the end throws.
 * - `state()` is plain finite numbers that later steps leave alone; from `setState(state, elapsedSteps)` the episode goes on
 *   exactly as it did, after the numbers went through JSON too; a wrong state throws a RangeError.
 * - `render()` is an SVG document.
 *
 * @example
 * checkEnvironment(createEnvironment('CartPole-v1'), 0);
 *
 * @param seed - decides the actions and the environment's episodes
 * @throws Error that names the environment, the broken promise and what came instead
 */
export function checkEnvironment(
  environment: Environment,
  seed: number,
  { outlivesReset = false }: CheckOptions = {},
): void {
  requireSeed('checkEnvironment', seed);
  checkDescription(environment);
  checkRepetition(environment, seed, outlivesReset);
  checkActionsOutsideTheSpace(environment, seed);
  checkStepAfterTheEnd(environment, seed);
  checkState(environment, seed);
  checkDrawing(environment);
}

function checkDescription(environment: Environment): void {
  const { id, observationSpace, actionSpace } = environment;
  requirePromise(environment, typeof id === 'string' && id !== '', () => `id must be a name, got "${id}"`);
  const { size } = actionSpace;
  requirePromise(environment, size >= 2, () => `there must be a choice of actions, got ${actionSpace}`);
  const elements = observationSpace.low.length;
  requirePromise(environment, elements >= 1, () => 'an observation must have an element, got an empty space');
}

/** Both rollouts meet `reset(seed)` in the middle of an episode. */
function checkRepetition(environment: Environment, seed: number, outlivesReset: boolean): void {
  environment.reset(seed);
  const before = [...environment.state()];
  const [first = [], again = []] = [1, 2].map((round) => {
    playRandomly(environment, { seed: seed + round, actionSeed: round, steps: 3 });
    if (outlivesReset) environment.setState(before);
    return playRandomly(environment, { seed, actionSeed: seed, steps: stepsPerRollout });
  });
  const index = firstDifference(first, again);
  requirePromise(environment, index === -1, () => {
    const [one, other] = [first, again].map((moments) => describeStep(moments[index]));
    return `the same seed must give the same rollout, but moment ${index} gave ${one} and ${other}`;
  });
}

function checkActionsOutsideTheSpace(environment: Environment, seed: number): void {
  const { start, size } = environment.actionSpace;
  for (const action of [start - 1, start + size, start + 0.5, Number.NaN]) {
    environment.reset(seed);
    const before = [...environment.state()];
    const error = errorOf(() => environment.step(action));
    requirePromise(environment, error instanceof RangeError, () => {
      return `step(${action}) is outside ${environment.actionSpace} and must throw a RangeError, got ${error}`;
    });
    const after = environment.state();
    requirePromise(environment, `${after}` === `${before}`, () => {
      return `step(${action}) threw and must leave the state as it was, [${before}], got [${after}]`;
    });
  }
}

/** Looks for the end of an episode; an environment without one within a rollout has nothing to show here. */
function checkStepAfterTheEnd(environment: Environment, seed: number): void {
  const actions = randomStream(seed).split('checkStepAfterTheEnd');
  environment.reset(seed);
  for (let step = 0; step < stepsPerRollout; step++) {
    const { terminated, truncated } = environment.step(environment.actionSpace.sample(actions));
    if (!(terminated || truncated)) continue;
    const error = errorOf(() => environment.step(environment.actionSpace.start));
    requirePromise(environment, error instanceof Error, () => {
      return `step() after the end of an episode must throw until reset(), but step ${step + 2} did not`;
    });
    return;
  }
}

function checkDrawing(environment: Environment): void {
  const drawing: unknown = environment.render();
  const isDocument = typeof drawing === 'string' && drawing.startsWith('<svg') && drawing.endsWith('</svg>');
  requirePromise(environment, isDocument, () => {
    return `render() must return an SVG document, from <svg to </svg>, got ${String(drawing).slice(0, 40)}`;
  });
}
