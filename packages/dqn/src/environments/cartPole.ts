import { type RandomStream, randomStream } from '@rectify/nn/random';
import { Box } from '../spaces/box.js';
import { Discrete } from '../spaces/discrete.js';
import { renderCartPole } from './cartPoleRendering.js';
import type { Environment, EpisodeStart, StepResult } from './environment.js';
import { requireState, requireStep } from './episodeRules.js';

// Barto, Sutton, Anderson 1983, with the constants of Gymnasium 1.3, `CartPole-v1`. SI units.
const gravity = 9.8;
const massCart = 1.0;
const massPole = 0.1;
const totalMass = massPole + massCart;
const halfPoleLength = 0.5;
const poleMassLength = massPole * halfPoleLength;
const forceMagnitude = 10.0;
const secondsPerStep = 0.02;
const angleLimit = (12 * 2 * Math.PI) / 360;
const positionLimit = 2.4;
const initialSpread = 0.05;
const stateNames = ['position', 'velocity', 'angle', 'angular velocity'];

type State = readonly [position: number, velocity: number, angle: number, angularVelocity: number];

/** Options of the cart-pole. */
export interface CartPoleOptions {
  /** Reward 0 for every step and -1 for the one that terminates, as in Sutton and Barto's book; default false. */
  readonly suttonBartoReward?: boolean;
}

/**
 * A pole stands on a cart that runs on a frictionless track; pushing the cart left or right has to keep the pole
 * upright. The control problem of Barto, Sutton and Anderson (1983), step for step as in Gymnasium's `CartPole-v1`.
 *
 * ## Actions: `Discrete(2)`
 * | action | meaning |
 * | --- | --- |
 * | 0 | push the cart to the left with 10 N |
 * | 1 | push the cart to the right with 10 N |
 *
 * ## Observations: `Box(4)`, the state rounded to float32
 * | index | quantity | unit | bounds of the space | the episode ends beyond |
 * | --- | --- | --- | --- | --- |
 * | 0 | cart position | m | -4.8 .. 4.8 | -2.4 .. 2.4 |
 * | 1 | cart velocity | m/s | unbounded | |
 * | 2 | pole angle from upright, clockwise | rad | -0.419 .. 0.419 (24 degrees) | -0.2095 .. 0.2095 (12 degrees) |
 * | 3 | pole tip's angular velocity | rad/s | unbounded | |
 *
 * `state()` holds the same four values as float64, in the same order.
 *
 * ## Reward
 * 1 for every step, the terminating one included; with `suttonBartoReward` 0, and -1 for the terminating step.
 *
 * ## Start
 * Each of the four values uniform in -0.05 .. 0.05.
 *
 * ## End
 * - terminated: the cart's centre is beyond 2.4 m or the pole beyond 12 degrees (strictly, in float64);
 * - truncated: never by itself; `createEnvironment('CartPole-v1')` adds a time limit of 500 steps.
 *
 * ## Dynamics
 * Explicit Euler with steps of 0.02 s: positions advance with the old velocities.
 * The equations are those of Florian (2007) without friction.
 */
export class CartPole implements Environment {
  readonly id = 'CartPole-v1';
  readonly actionSpace = new Discrete(2);
  readonly observationSpace = new Box({
    low: [-positionLimit * 2, -Infinity, -angleLimit * 2, -Infinity],
    high: [positionLimit * 2, Infinity, angleLimit * 2, Infinity],
  });
  readonly #suttonBartoReward: boolean;
  #state: State = [0, 0, 0, 0];
  #random: RandomStream = randomStream(0);
  #isRunning = false;

  constructor({ suttonBartoReward = false }: CartPoleOptions = {}) {
    this.#suttonBartoReward = suttonBartoReward;
  }

  reset(seed?: number): EpisodeStart {
    if (seed !== undefined) this.#random = randomStream(seed);
    const draw = (): number => this.#random.uniform(-initialSpread, initialSpread);
    return { observation: this.#begin([draw(), draw(), draw(), draw()]), info: {} };
  }

  step(action: number): StepResult {
    requireStep(this, action, this.#isRunning);
    this.#state = advance(this.#state, action === 1 ? forceMagnitude : -forceMagnitude);
    const terminated = isOutOfBounds(this.#state);
    this.#isRunning = !terminated;
    return {
      observation: observe(this.#state),
      reward: this.#reward(terminated),
      terminated,
      truncated: false,
      info: {},
    };
  }

  state(): readonly number[] {
    return this.#state;
  }

  setState(state: readonly number[]): Float32Array {
    requireState(this.id, state, stateNames);
    const [position = 0, velocity = 0, angle = 0, angularVelocity = 0] = state;
    return this.#begin([position, velocity, angle, angularVelocity]);
  }

  render(): string {
    const [position, , angle] = this.#state;
    return renderCartPole({ position, angle, positionLimit, halfPoleLength });
  }

  #begin(state: State): Float32Array {
    this.#state = state;
    this.#isRunning = true;
    return observe(state);
  }

  #reward(terminated: boolean): number {
    if (this.#suttonBartoReward) return terminated ? -1 : 0;
    return 1;
  }
}

function observe([position, velocity, angle, angularVelocity]: State): Float32Array {
  const observation = new Float32Array(4);
  observation[0] = position;
  observation[1] = velocity;
  observation[2] = angle;
  observation[3] = angularVelocity;
  return observation;
}

function advance([position, velocity, angle, angularVelocity]: State, force: number): State {
  const sine = Math.sin(angle);
  const cosine = Math.cos(angle);
  const push = (force + poleMassLength * angularVelocity ** 2 * sine) / totalMass;
  const angularAcceleration =
    (gravity * sine - cosine * push) / (halfPoleLength * (4 / 3 - (massPole * cosine ** 2) / totalMass));
  const acceleration = push - (poleMassLength * angularAcceleration * cosine) / totalMass;
  return [
    position + secondsPerStep * velocity,
    velocity + secondsPerStep * acceleration,
    angle + secondsPerStep * angularVelocity,
    angularVelocity + secondsPerStep * angularAcceleration,
  ];
}

function isOutOfBounds([position, , angle]: State): boolean {
  return Math.abs(position) > positionLimit || Math.abs(angle) > angleLimit;
}
