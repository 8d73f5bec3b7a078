import { type RandomStream, randomStream } from '@rectify/nn/random';
import { Box } from '../spaces/box.js';
import { Discrete } from '../spaces/discrete.js';
import type { Environment, EpisodeStart, StepResult } from './environment.js';
import { requireState, requireStep } from './episodeRules.js';
import { renderFallingFruit } from './fallingFruitRendering.js';
import {
  afterOneStep,
  columnOf,
  type FallingObject,
  gridSize,
  isFruit,
  isHazard,
  lastObject,
  nothing,
  previousColumnOf,
} from './fallingObject.js';
import { FruitSky, skyRanges } from './fruitSky.js';

/** Position of each channel in an observation. */
const channel = { basket: 0, fruit: 1, hazards: 2, trail: 3 } as const;
const channelCount = Object.keys(channel).length;
const cells = gridSize * gridSize;
const lastRow = gridSize - 1;
const randomWords = 4;

/** What the numbers of a state are, and between which bounds. */
const stateRanges: readonly { readonly name: string; readonly low: number; readonly high: number }[] = [
  { name: 'column of the basket', low: 0, high: lastRow },
  ...Array.from({ length: gridSize }, (_, row) => ({
    name: `object in row ${row}`,
    low: 0,
    high: lastObject,
  })),
  ...skyRanges,
  ...Array.from({ length: randomWords }, (_, word) => ({
    name: `word ${word} of the random numbers`,
    low: -(2 ** 31),
    high: 2 ** 31 - 1,
  })),
];

/**
 * Fruit and hazards fall through a field of 10 x 10 cells; a basket in the bottom row has to catch the one and dodge
 * the other. A task for networks that look at pixels: small, fast, partly random, and with a known best return.
 *
 * ## Actions: `Discrete(3)`
 * | action | meaning |
 * | --- | --- |
 * | 0 | move the basket one column to the left; it stays at the wall |
 * | 1 | stay |
 * | 2 | move one column to the right; it stays at the wall |
 *
 * ## Observations: `Box(4, 10, 10)` of zeros and ones, as [channel, row from the top, column from the left]
 * | channel | a one where |
 * | --- | --- |
 * | 0 | the basket is, always in row 9 |
 * | 1 | a fruit is |
 * | 2 | a hazard is |
 * | 3 | a hazard of channel 2 was one step before: the trail that tells which way it drifts |
 *
 * No row holds more than one object. A hazard in row 0 has no trail yet.
 *
 * ## A step
 * First the basket moves. Then every object falls by one row; one that leaves row 9 is gone, and a new one may appear
 * in row 0. Fruit falls straight. A hazard falls straight or drifts by a column per step, left or right, and turns
 * where the next column would be outside. What is then in row 9 meets the basket if it is in the basket's column; it is
 * seen there until the next step either way.
 *
 * ## Reward
 * 1 for a fruit that meets the basket, -1 for a hazard that does, 0 otherwise: a fruit on the ground costs nothing.
 *
 * ## What falls
 * Steps come in waves of five. Each wave brings one fruit to row 9, at its second, third, fourth or fifth step with
 * equal chances; each of the other four steps brings a hazard with probability 1/2. A fruit's column is uniform among those
 * that are at most g - 1 columns from the fruit before it (the first: from the basket at the start), where g is the
 * number of steps between them. A hazard's column in row 9 is uniform among all but one: it keeps off the path that goes from
 * fruit to fruit, one column per step as long as needed and then waiting. It falls straight, from the left or from
 * the right with equal chances.
 *
 * ## Start
 * The basket's column is uniform, and rows 0 to 8 are filled as if objects had been falling for long; the first wave
 * arrives in steps 1 to 5.
 *
 * ## End
 * - terminated: never;
 * - truncated: never by itself; `createEnvironment('FallingFruit-v0')` adds a time limit of 100 steps.
 *
 * ## The best return: exactly 20 in 100 steps, for every seed
 * No policy gets more: 20 waves bring 20 fruits, and every other reward is at most 0. A policy that sees only
 * the observation gets it: two fruits are at most 8 steps apart, so when the basket has caught one, all that arrives up to the
 * next is on the screen, in rows 1 to 8, where every drift is visible; and the path above leads there past every
 * hazard. Uniformly random play gets about -1.8.
 *
 * `state()` holds all that decides what follows, its random numbers included: the basket's column, the ten objects
 * from the top (as in `fallingObject.ts`), the four numbers of `FruitSky` and the four words of the random stream.
 */
export class FallingFruit implements Environment {
  readonly id = 'FallingFruit-v0';
  readonly actionSpace = new Discrete(3);
  readonly observationSpace = new Box({
    low: new Float32Array(channelCount * cells),
    high: new Float32Array(channelCount * cells).fill(1),
    shape: [channelCount, gridSize, gridSize],
  });
  readonly #rows: FallingObject[] = new Array<FallingObject>(gridSize).fill(nothing);
  #basket = 0;
  #random: RandomStream = randomStream(0);
  #sky = new FruitSky(this.#random, this.#basket);
  #isRunning = false;

  reset(seed?: number): EpisodeStart {
    if (seed !== undefined) this.#random = randomStream(seed);
    this.#basket = this.#random.integer(gridSize);
    this.#sky = new FruitSky(this.#random, this.#basket);
    this.#rows.fill(nothing);
    for (let row = 0; row < lastRow; row++) this.#fall();
    this.#isRunning = true;
    return { observation: this.#observe(), info: {} };
  }

  step(action: number): StepResult {
    requireStep(this, action, this.#isRunning);
    this.#basket = Math.min(Math.max(this.#basket + action - 1, 0), lastRow);
    this.#fall();
    const reward = this.#reward();
    return { observation: this.#observe(), reward, terminated: false, truncated: false, info: {} };
  }

  state(): readonly number[] {
    return [this.#basket, ...this.#rows, ...this.#sky.state(), ...this.#random.state()];
  }

  setState(state: readonly number[]): Float32Array {
    requireRanges(this.id, state);
    const [basket = 0] = state;
    const skyFrom = 1 + gridSize;
    const randomFrom = skyFrom + skyRanges.length;
    this.#basket = basket;
    for (let row = 0; row < gridSize; row++) this.#rows[row] = state[1 + row] as FallingObject;
    this.#sky.restore(state.slice(skyFrom, randomFrom));
    this.#random.restore(state.slice(randomFrom));
    this.#isRunning = true;
    return this.#observe();
  }

  render(): string {
    return renderFallingFruit({ basket: this.#basket, rows: this.#rows });
  }

  #fall(): void {
    for (let row = lastRow; row > 0; row--) {
      this.#rows[row] = afterOneStep(this.#rows[row - 1] as FallingObject);
    }
    this.#rows[0] = this.#sky.next();
  }

  #reward(): number {
    const lowest = this.#rows[lastRow] as FallingObject;
    if (lowest === nothing || columnOf(lowest) !== this.#basket) return 0;
    return isFruit(lowest) ? 1 : -1;
  }

  #observe(): Float32Array {
    const observation = new Float32Array(channelCount * cells);
    const light = (plane: number, row: number, column: number): void => {
      observation[plane * cells + row * gridSize + column] = 1;
    };
    light(channel.basket, lastRow, this.#basket);
    for (let row = 0; row < gridSize; row++) {
      const object = this.#rows[row] as FallingObject;
      if (isFruit(object)) light(channel.fruit, row, columnOf(object));
      if (!isHazard(object)) continue;
      light(channel.hazards, row, columnOf(object));
      if (row > 0) light(channel.trail, row - 1, previousColumnOf(object));
    }
    return observation;
  }
}

function requireRanges(id: string, state: readonly number[]): void {
  requireState(
    id,
    state,
    stateRanges.map(({ name }) => name),
  );
  stateRanges.forEach(({ name, low, high }, index) => {
    const value = state[index] as number;
    if (Number.isInteger(value) && low <= value && value <= high) return;
    throw new RangeError(`${id}: ${name} must be an integer from ${low} to ${high}, got ${value}`);
  });
}
