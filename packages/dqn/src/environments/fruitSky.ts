// Where the objects of FallingFruit come from. A hidden path runs from fruit to fruit, at most one column per step, and
// hazards keep off it: so every fruit can be caught and every hazard dodged.
import type { RandomStream } from '@rectify/nn/random';
import {
  driftingHazard,
  type FallingObject,
  fruitIn,
  gridSize,
  nothing,
  stillHazardIn,
} from './fallingObject.js';

const stepsPerWave = 5;
/** A fruit comes at this step of its wave at the earliest: two fruits are then 2 to 8 steps apart. */
const firstFruitStep = 2;
const hazardShare = 0.5;
/** Steps from the top row to the bottom row. */
const stepsOfFall = gridSize - 1;

/** The ranges of the numbers in `FruitSky.state()`, the random numbers' position apart. */
export const skyRanges = [
  { name: 'column of the path', low: 0, high: gridSize - 1 },
  { name: "next fruit's column", low: 0, high: gridSize - 1 },
  { name: 'steps to the next fruit', low: 1, high: 2 * stepsPerWave - firstFruitStep },
  { name: "next fruit's step in its wave", low: firstFruitStep, high: stepsPerWave },
] as const;

/** Tells for one step after the other what reaches the bottom row then. */
export class FruitSky {
  readonly #random: RandomStream;
  #pathColumn: number;
  #fruitColumn = 0;
  #stepsToFruit = 0;
  #fruitStep = stepsPerWave;

  /** @param startColumn - where the path begins */
  constructor(random: RandomStream, startColumn: number) {
    this.#random = random;
    this.#pathColumn = startColumn;
    this.#planFruit();
  }

  /** What appears in the top row, to reach the bottom row nine steps later. */
  next(): FallingObject {
    this.#stepsToFruit -= 1;
    this.#pathColumn += Math.sign(this.#fruitColumn - this.#pathColumn);
    if (this.#stepsToFruit > 0) return this.#random.uniform() < hazardShare ? this.#hazard() : nothing;
    const fruit = fruitIn(this.#fruitColumn);
    this.#planFruit();
    return fruit;
  }

  /** Four integers in the order of `skyRanges`. */
  state(): readonly number[] {
    return [this.#pathColumn, this.#fruitColumn, this.#stepsToFruit, this.#fruitStep];
  }

  /** Goes on where `state` was taken. */
  restore([pathColumn = 0, fruitColumn = 0, stepsToFruit = 0, fruitStep = 0]: readonly number[]): void {
    this.#pathColumn = pathColumn;
    this.#fruitColumn = fruitColumn;
    this.#stepsToFruit = stepsToFruit;
    this.#fruitStep = fruitStep;
  }

  /** One step is left to spare on the way, for hazards that force a detour. */
  #planFruit(): void {
    const stepsLeftInWave = stepsPerWave - this.#fruitStep;
    this.#fruitStep = firstFruitStep + this.#random.integer(stepsPerWave - firstFruitStep + 1);
    this.#stepsToFruit = stepsLeftInWave + this.#fruitStep;
    const reach = this.#stepsToFruit - 1;
    const leftmost = Math.max(0, this.#pathColumn - reach);
    const rightmost = Math.min(gridSize - 1, this.#pathColumn + reach);
    this.#fruitColumn = leftmost + this.#random.integer(rightmost - leftmost + 1);
  }

  #hazard(): FallingObject {
    const drawn = this.#random.integer(gridSize - 1);
    const column = drawn < this.#pathColumn ? drawn : drawn + 1;
    const drift = this.#random.integer(3);
    if (drift === 0) return stillHazardIn(column);
    return driftingHazard({ column, steps: stepsOfFall, comesFromLeft: drift === 1 });
  }
}
