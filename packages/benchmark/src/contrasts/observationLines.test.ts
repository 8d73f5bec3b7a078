import { describe, expect, it } from 'vitest';
import type { Observation } from './observation.js';
import { printObservation, readObservations } from './observationLines.js';

const observation: Observation = {
  study: 's',
  factors: { activation: 'relu', depth: 4 },
  seed: 3,
  metrics: { error: 0.25 },
};

describe('lines of observations', () => {
  it('are read back', () => {
    const text = printObservation(observation) + printObservation({ ...observation, seed: 4 });
    const { observations, wholeLength } = readObservations(text, 'f');
    expect(observations).toEqual([observation, { ...observation, seed: 4 }]);
    expect(wholeLength).toBe(text.length);
  });

  it('lose a last one that was cut off while it was written', () => {
    const whole = printObservation(observation);
    const { observations, wholeLength } = readObservations(whole + whole.slice(0, 20), 'f');
    expect(observations).toEqual([observation]);
    expect(wholeLength).toBe(whole.length);
  });

  it('are refused with their number if they are damaged', () => {
    const whole = printObservation(observation);
    expect(() => readObservations(`${whole}{"study": 1}\n`, 'runs.jsonl')).toThrow(/runs\.jsonl, line 2: /);
    expect(() => readObservations(`${whole}nonsense\n`, 'runs.jsonl')).toThrow(/line 2: not JSON/);
  });
});
