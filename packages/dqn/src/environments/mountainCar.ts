import { type RandomStream, randomStream } from '@rectify/nn/random';
import { Box } from '../spaces/box.js';
import { Discrete } from '../spaces/discrete.js';
import type { Environment, EpisodeStart, StepResult } from './environment.js';
import { requireState, requireStep } from './episodeRules.js';
import { renderMountainCar } from './mountainCarRendering.js';

// Moore 1990, with the constants of Gymnasium 1.3, `MountainCar-v0`. The task has no physical units.
const minimumPosition = -1.2;
const maximumPosition = 0.6;
const maximumSpeed = 0.07;
const goalPosition = 0.5;
const force = 0.001;
const gravity = 0.0025;
const initialPositions = [-0.6, -0.4] as const;

type State = readonly [position: number, velocity: number];

/** Options of the mountain car. */
export interface MountainCarOptions {
  /** Least velocity with which the goal counts as reached; default 0. */
  readonly goalVelocity?: number;
}

/**
 * A car in a valley is too weak to drive up the hill; it has to swing back and forth to reach the flag on the right.
 * The task of Moore (1990), step for step as in Gymnasium's `MountainCar-v0`.
 *
 * ## Actions: `Discrete(3)`
 * | action | meaning |
 * | --- | --- |
 * | 0 | accelerate to the left |
 * | 1 | don't accelerate |
 * | 2 | accelerate to the right |
 *
 * ## Observations: `Box(2)`, the state rounded to float32
 * | index | quantity | bounds |
 * | --- | --- | --- |
 * | 0 | position along the horizontal axis | -1.2 .. 0.6 |
 * | 1 | velocity per step | -0.07 .. 0.07 |
 *
 * `state()` holds the same two values as float64.
 *
 * ## Reward
 * -1 for every step, the one that reaches the goal included.
 *
 * ## Start
 * The position uniform in -0.6 .. -0.4, the velocity 0.
 *
 * ## End
 * - terminated: position >= 0.5 and velocity >= `goalVelocity` (in float64);
 * - truncated: never by itself; `createEnvironment('MountainCar-v0')` adds a time limit of 200 steps.
 *
 * ## Dynamics
 * velocity += 0.001 (action - 1) - 0.0025 cos(3 position), clipped to its bounds; then position += velocity, clipped
 * too. Only the left wall stops the car: there a velocity to the left becomes 0.
 */
export class MountainCar implements Environment {
  readonly id = 'MountainCar-v0';
  readonly actionSpace = new Discrete(3);
  readonly observationSpace = new Box({
    low: [minimumPosition, -maximumSpeed],
    high: [maximumPosition, maximumSpeed],
  });
  readonly #goalVelocity: number;
  #state: State = [-0.5, 0];
  #random: RandomStream = randomStream(0);
  #isRunning = false;

  /** @throws RangeError if `goalVelocity` is not finite */
  constructor({ goalVelocity = 0 }: MountainCarOptions = {}) {
    if (!Number.isFinite(goalVelocity)) {
      throw new RangeError(`MountainCar-v0: goalVelocity must be a finite number, got ${goalVelocity}`);
    }
    this.#goalVelocity = goalVelocity;
  }

  reset(seed?: number): EpisodeStart {
    if (seed !== undefined) this.#random = randomStream(seed);
    return { observation: this.#begin([this.#random.uniform(...initialPositions), 0]), info: {} };
  }

  step(action: number): StepResult {
    requireStep(this, action, this.#isRunning);
    this.#state = advance(this.#state, action - 1);
    const [position, velocity] = this.#state;
    const terminated = position >= goalPosition && velocity >= this.#goalVelocity;
    this.#isRunning = !terminated;
    return { observation: observe(this.#state), reward: -1, terminated, truncated: false, info: {} };
  }

  state(): readonly number[] {
    return this.#state;
  }

  setState(state: readonly number[]): Float32Array {
    requireState(this.id, state, ['position', 'velocity']);
    const [position = 0, velocity = 0] = state;
    return this.#begin([position, velocity]);
  }

  render(): string {
    const [position] = this.#state;
    return renderMountainCar({ position, goalPosition, minimumPosition, maximumPosition });
  }

  #begin(state: State): Float32Array {
    this.#state = state;
    this.#isRunning = true;
    return observe(state);
  }
}

function observe([position, velocity]: State): Float32Array {
  const observation = new Float32Array(2);
  observation[0] = position;
  observation[1] = velocity;
  return observation;
}

function advance([position, velocity]: State, push: number): State {
  const accelerated = velocity + (push * force + Math.cos(3 * position) * -gravity);
  const nextVelocity = clipped(accelerated, -maximumSpeed, maximumSpeed);
  const nextPosition = clipped(position + nextVelocity, minimumPosition, maximumPosition);
  const isStopped = nextPosition === minimumPosition && nextVelocity < 0;
  return [nextPosition, isStopped ? 0 : nextVelocity];
}

function clipped(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
