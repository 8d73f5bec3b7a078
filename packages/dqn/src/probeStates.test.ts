import { randomStream } from '@rectify/nn/random';
import { describe, expect, it } from 'vitest';
import { createEnvironment } from './environments/registry.js';
import { probeStates } from './probeStates.js';

describe('probeStates', () => {
  it('are states of random play, repeatable and different from each other', () => {
    const states = probeStates('CartPole-v1', 200, randomStream(1));
    expect(probeStates('CartPole-v1', 200, randomStream(1))).toEqual(states);
    const { observationSpace } = createEnvironment('CartPole-v1');
    const rows = Array.from({ length: 200 }, (_, row) => states.slice(4 * row, 4 * row + 4));
    expect(rows.every((row) => observationSpace.contains(row))).toBe(true);
    expect(new Set(rows.map(String)).size).toBe(200);
  });
});
