import { randomStream } from '@rectify/nn/random';
import { describe, expect, it } from 'vitest';
import { FallingFruit } from './fallingFruit.js';
import { createEnvironment, environmentSpecification } from './registry.js';

const size = 10;
const [basketChannel, fruitChannel, hazardChannel, trailChannel] = [0, 1, 2, 3] as const;

/** The column of the only one in a row of a channel, -1 if there is none. */
function columnIn(observation: Float32Array, channel: number, row: number): number {
  const start = (channel * size + row) * size;
  return observation.subarray(start, start + size).indexOf(1);
}

/** Where the object of `row` will be in the bottom row, and what it is worth there; read from the screen alone. */
function arrival(observation: Float32Array, row: number): { column: number; worth: number } {
  const fruit = columnIn(observation, fruitChannel, row);
  if (fruit >= 0) return { column: fruit, worth: 1 };
  let column = columnIn(observation, hazardChannel, row);
  if (column < 0) return { column, worth: 0 };
  let drift = column - columnIn(observation, trailChannel, row - 1);
  for (let fallen = row; fallen < size - 1; fallen++) {
    if (column + drift < 0 || column + drift >= size) drift = -drift;
    column += drift;
  }
  return { column, worth: -1 };
}

/**
 * The action that brings the most from what is on the screen, by dynamic programming over the basket's column from
 * the object in row 1, which arrives last, to the one in row 8. Row 0 does not tell its drift yet.
 */
function bestAction(observation: Float32Array): number {
  const column = columnIn(observation, basketChannel, size - 1);
  const inField = (at: number): number => Math.min(Math.max(at, 0), size - 1);
  let values = new Array<number>(size).fill(0);
  const afterMove = (at: number, action: number): number => values[inField(at + action - 1)] as number;
  for (let row = 1; row < size - 1; row++) {
    const met = arrival(observation, row);
    values = values.map((_, at) => Math.max(...[0, 1, 2].map((action) => afterMove(at, action))));
    if (met.column >= 0) values[met.column] = (values[met.column] as number) + met.worth;
  }
  const outcomes = [1, 0, 2].map((action) => ({ action, value: afterMove(column, action) }));
  return outcomes.reduce((best, each) => (each.value > best.value ? each : best)).action;
}

function play(seed: number, act: (observation: Float32Array) => number): number {
  const environment = createEnvironment('FallingFruit-v0');
  let { observation } = environment.reset(seed);
  let total = 0;
  for (let isOver = false; !isOver; ) {
    const result = environment.step(act(observation));
    observation = result.observation;
    total += result.reward;
    isOver = result.truncated;
  }
  return total;
}

describe('FallingFruit', () => {
  it('gives 20, the best return, to a policy that plans on what it sees, with every seed', () => {
    for (let seed = 0; seed < 100; seed++) expect(play(seed, bestAction), `seed ${seed}`).toBe(20);
  });

  it('brings one fruit in each wave of five steps, and never two objects at once', () => {
    const environment = new FallingFruit();
    for (let seed = 0; seed < 20; seed++) {
      environment.reset(seed);
      for (let wave = 0; wave < 20; wave++) {
        const bottoms = Array.from({ length: 5 }, () => environment.step(1).observation);
        const fruits = bottoms.filter((each) => columnIn(each, fruitChannel, size - 1) >= 0);
        expect(fruits.length).toBe(1);
        expect(columnIn(bottoms[0] as Float32Array, fruitChannel, size - 1)).toBe(-1);
        for (const each of bottoms) {
          const objects = each.subarray(size * size, 3 * size * size).reduce((sum, value) => sum + value, 0);
          const rows = Array.from({ length: size }, (_, row) =>
            [fruitChannel, hazardChannel].filter((channel) => columnIn(each, channel, row) >= 0),
          );
          expect(rows.flat().length).toBe(objects);
          expect(Math.max(...rows.map((kinds) => kinds.length))).toBeLessThanOrEqual(1);
        }
      }
    }
  });

  it('is far from its best return under random play', () => {
    const stream = randomStream(0);
    const returns = Array.from({ length: 400 }, (_, seed) => play(seed, () => stream.integer(3)));
    const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
    const { randomReturn } = environmentSpecification('FallingFruit-v0');
    // Five standard errors of 400 returns with a deviation below 3.
    expect(Math.abs(mean - randomReturn)).toBeLessThan(0.75);
  });

  it('rewards a caught fruit, punishes a hazard, and moves the basket first', () => {
    const environment = new FallingFruit();
    environment.reset(0);
    const [, ...rest] = environment.state();
    const bottomless = rest.slice(0, 8);
    const others = rest.slice(10);
    // In row 8: a fruit (code 1 + column) or a hazard that falls straight (code 11 + column), in column 4.
    const withObject = (object: number): readonly number[] => [5, ...bottomless, object, 0, ...others];
    const reward = (object: number, action: number): number => {
      environment.setState(withObject(object));
      return environment.step(action).reward;
    };
    expect([0, 1, 2].map((action) => reward(5, action))).toEqual([1, 0, 0]);
    expect([0, 1, 2].map((action) => reward(15, action))).toEqual([-1, 0, 0]);
  });

  it('keeps the basket inside the walls', () => {
    const environment = new FallingFruit();
    environment.reset(3);
    for (const [action, column] of [
      [0, 0],
      [2, 9],
    ] as const) {
      for (let step = 0; step < 12; step++) environment.step(action);
      expect(environment.state()[0]).toBe(column);
    }
  });

  it('goes on from its state exactly, new objects and the next episode included', () => {
    const environment = new FallingFruit();
    environment.reset(5);
    for (let step = 0; step < 13; step++) environment.step(step % 3);
    const state = environment.state();
    const future = (world: FallingFruit): unknown[] => [
      ...Array.from({ length: 60 }, (_, step) => world.step((step * 7) % 3)),
      world.reset(),
    ];
    const expected = future(environment);
    const resumed = new FallingFruit();
    resumed.reset(99);
    expect(resumed.setState(JSON.parse(JSON.stringify(state)) as number[])).toHaveLength(400);
    expect(future(resumed)).toEqual(expected);
  });

  it('refuses what is no state', () => {
    const environment = new FallingFruit();
    environment.reset(0);
    const [, ...rest] = environment.state();
    expect(() => environment.setState([10, ...rest])).toThrow(
      'FallingFruit-v0: column of the basket must be an integer from 0 to 9, got 10',
    );
    expect(() => environment.setState(rest)).toThrow('a state is 19 finite numbers (column of the basket, ');
  });

  it('draws the basket, and a flash when it is hit', () => {
    const environment = new FallingFruit();
    environment.reset(0);
    const [, ...rest] = environment.state();
    environment.setState([7, ...rest.slice(0, 9), 18, ...rest.slice(10)]);
    expect(environment.render()).toContain('<path transform="translate(532 400)"');
    expect(environment.render()).toContain('fill-opacity="0.35"');
    environment.setState([6, ...rest.slice(0, 9), 18, ...rest.slice(10)]);
    expect(environment.render()).not.toContain('fill-opacity="0.35"');
  });
});
