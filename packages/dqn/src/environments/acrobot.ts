import { type RandomStream, randomStream } from '@rectify/nn/random';
import { Box } from '../spaces/box.js';
import { Discrete } from '../spaces/discrete.js';
import { renderAcrobot } from './acrobotRendering.js';
import type { Environment, EpisodeStart, StepResult } from './environment.js';
import { requireState, requireStep } from './episodeRules.js';

// Sutton 1996, with the constants and the "book" dynamics of Gymnasium 1.3, `Acrobot-v1`. SI units.
const gravity = 9.8;
const linkLength = 1;
const linkMass = 1;
/** From a link's upper joint to its centre of mass. */
const centreOfMass = 0.5;
const momentOfInertia = 1;
const secondsPerStep = 0.2;
const maximumVelocity1 = 4 * Math.PI;
const maximumVelocity2 = 9 * Math.PI;
const initialSpread = 0.1;
const stateNames = ['angle 1', 'angle 2', 'angular velocity 1', 'angular velocity 2'];

type State = readonly [angle1: number, angle2: number, velocity1: number, velocity2: number];

/**
 * Two links hang from a fixed pivot; a motor at the joint between them has to swing the free end above a line one link
 * length over the pivot. The task of Sutton (1996), step for step as in Gymnasium's `Acrobot-v1`.
 *
 * ## Actions: `Discrete(3)`
 * | action | meaning |
 * | --- | --- |
 * | 0 | a torque of -1 N m on the joint between the links |
 * | 1 | no torque |
 * | 2 | a torque of 1 N m |
 *
 * ## Observations: `Box(6)`, computed from the state and rounded to float32
 * | index | quantity | unit | bounds |
 * | --- | --- | --- | --- |
 * | 0, 1 | cosine and sine of angle 1, of the upper link from hanging straight down | | -1 .. 1 |
 * | 2, 3 | cosine and sine of angle 2, of the lower link from the upper link's direction | | -1 .. 1 |
 * | 4 | angular velocity of angle 1 | rad/s | -4 pi .. 4 pi |
 * | 5 | angular velocity of angle 2 | rad/s | -9 pi .. 9 pi |
 *
 * `state()` holds angle 1, angle 2 (both wrapped into -pi .. pi) and their velocities as float64.
 *
 * ## Reward
 * -1 for every step, 0 for the one that terminates.
 *
 * ## Start
 * Each of the four values uniform in -0.1 .. 0.1, rounded to float32.
 *
 * ## End
 * - terminated: the free end is above the line, -cos(angle 1) - cos(angle 1 + angle 2) > 1 (strictly, in float64);
 * - truncated: never by itself; `createEnvironment('Acrobot-v1')` adds a time limit of 500 steps.
 *
 * ## Dynamics
 * Those of Sutton and Barto's book (Gymnasium's default "book"), one Runge-Kutta step of fourth order and 0.2 s with
 * the torque held; then the angles are wrapped and the velocities clipped to their bounds.
 */
export class Acrobot implements Environment {
  readonly id = 'Acrobot-v1';
  readonly actionSpace = new Discrete(3);
  readonly observationSpace = new Box({
    low: [-1, -1, -1, -1, -maximumVelocity1, -maximumVelocity2],
    high: [1, 1, 1, 1, maximumVelocity1, maximumVelocity2],
  });
  #state: State = [0, 0, 0, 0];
  #random: RandomStream = randomStream(0);
  #isRunning = false;

  reset(seed?: number): EpisodeStart {
    if (seed !== undefined) this.#random = randomStream(seed);
    const draw = (): number => Math.fround(this.#random.uniform(-initialSpread, initialSpread));
    return { observation: this.#begin([draw(), draw(), draw(), draw()]), info: {} };
  }

  step(action: number): StepResult {
    requireStep(this, action, this.#isRunning);
    this.#state = advance(this.#state, action - 1);
    const terminated = isAboveTheLine(this.#state);
    this.#isRunning = !terminated;
    return {
      observation: observe(this.#state),
      reward: terminated ? 0 : -1,
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
    const [angle1 = 0, angle2 = 0, velocity1 = 0, velocity2 = 0] = state;
    return this.#begin([angle1, angle2, velocity1, velocity2]);
  }

  render(): string {
    const [angle1, angle2] = this.#state;
    return renderAcrobot({ angle1, angle2, linkLength });
  }

  #begin(state: State): Float32Array {
    this.#state = state;
    this.#isRunning = true;
    return observe(state);
  }
}

function observe([angle1, angle2, velocity1, velocity2]: State): Float32Array {
  const observation = new Float32Array(6);
  observation[0] = Math.cos(angle1);
  observation[1] = Math.sin(angle1);
  observation[2] = Math.cos(angle2);
  observation[3] = Math.sin(angle2);
  observation[4] = velocity1;
  observation[5] = velocity2;
  return observation;
}

function isAboveTheLine([angle1, angle2]: State): boolean {
  return -Math.cos(angle1) - Math.cos(angle2 + angle1) > 1;
}

/** One step of the classical Runge-Kutta method, then the bounds. */
function advance(state: State, torque: number): State {
  const slope1 = derivative(state, torque);
  const slope2 = derivative(moved(state, slope1, secondsPerStep / 2), torque);
  const slope3 = derivative(moved(state, slope2, secondsPerStep / 2), torque);
  const slope4 = derivative(moved(state, slope3, secondsPerStep), torque);
  const next = (index: 0 | 1 | 2 | 3): number =>
    state[index] +
    (secondsPerStep / 6) * (slope1[index] + 2 * slope2[index] + 2 * slope3[index] + slope4[index]);
  return [
    wrapped(next(0)),
    wrapped(next(1)),
    clipped(next(2), maximumVelocity1),
    clipped(next(3), maximumVelocity2),
  ];
}

function moved(state: State, slope: State, seconds: number): State {
  return [
    state[0] + seconds * slope[0],
    state[1] + seconds * slope[1],
    state[2] + seconds * slope[2],
    state[3] + seconds * slope[3],
  ];
}

/** Rates of change of angles and velocities; d1, d2, phi1 and phi2 are the book's names (Sutton and Barto, 11.3). */
function derivative([angle1, angle2, velocity1, velocity2]: State, torque: number): State {
  const cosine2 = Math.cos(angle2);
  const sine2 = Math.sin(angle2);
  const coupling = linkMass * linkLength * centreOfMass;
  const d1 =
    linkMass * centreOfMass ** 2 +
    linkMass * (linkLength ** 2 + centreOfMass ** 2 + 2 * linkLength * centreOfMass * cosine2) +
    2 * momentOfInertia;
  const d2 = linkMass * (centreOfMass ** 2 + linkLength * centreOfMass * cosine2) + momentOfInertia;
  const phi2 = linkMass * centreOfMass * gravity * Math.cos(angle1 + angle2 - Math.PI / 2);
  const phi1 =
    -coupling * velocity2 ** 2 * sine2 -
    2 * coupling * velocity2 * velocity1 * sine2 +
    linkMass * (centreOfMass + linkLength) * gravity * Math.cos(angle1 - Math.PI / 2) +
    phi2;
  const acceleration2 =
    (torque + (d2 / d1) * phi1 - coupling * velocity1 ** 2 * sine2 - phi2) /
    (linkMass * centreOfMass ** 2 + momentOfInertia - d2 ** 2 / d1);
  const acceleration1 = -(d2 * acceleration2 + phi1) / d1;
  return [velocity1, velocity2, acceleration1, acceleration2];
}

/** The same angle within -pi .. pi. */
function wrapped(angle: number): number {
  let turned = angle;
  while (turned > Math.PI) turned -= 2 * Math.PI;
  while (turned < -Math.PI) turned += 2 * Math.PI;
  return turned;
}

function clipped(value: number, limit: number): number {
  return Math.min(Math.max(value, -limit), limit);
}
