import { describe, expect, it } from 'vitest';
import { type Experience, NStepReturns } from './nStepReturns.js';
import type { Transition } from './replayMemory.js';

/** Step `number` leads from observation `number` to the next; its reward is 1, 10, 100, ... */
const step = (
  number: number,
  end: Partial<Pick<Experience, 'terminated' | 'truncated'>> = {},
): Experience => ({
  observation: Float32Array.of(number),
  action: number % 2,
  reward: 10 ** number,
  nextObservation: Float32Array.of(number + 1),
  terminated: false,
  truncated: false,
  ...end,
});

const brief = ({ observation, action, reward, nextObservation, discount }: Transition) => [
  observation[0],
  action,
  reward,
  nextObservation[0],
  discount,
];

/** What an episode of four steps gives, [from, action, reward, to, discount] each. */
function episode(steps: number, end: Partial<Experience>): (number | undefined)[][] {
  const returns = new NStepReturns({ steps, discount: 0.5 });
  return [step(0), step(1), step(2), step(3, end)].flatMap((each) => returns.add(each)).map(brief);
}

describe('NStepReturns', () => {
  it('passes single steps on', () => {
    expect(episode(1, { terminated: true })).toEqual([
      [0, 0, 1, 1, 0.5],
      [1, 1, 10, 2, 0.5],
      [2, 0, 100, 3, 0.5],
      [3, 1, 1000, 4, 0],
    ]);
  });

  it('looks n rewards ahead, and nowhere beyond the end', () => {
    expect(episode(3, { terminated: true })).toEqual([
      [0, 0, 1 + 5 + 25, 3, 0.125],
      [1, 1, 10 + 50 + 250, 4, 0],
      [2, 0, 100 + 500, 4, 0],
      [3, 1, 1000, 4, 0],
    ]);
  });

  it('still values the future that a truncation cut off', () => {
    expect(episode(3, { truncated: true })).toEqual([
      [0, 0, 31, 3, 0.125],
      [1, 1, 310, 4, 0.125],
      [2, 0, 600, 4, 0.25],
      [3, 1, 1000, 4, 0.5],
    ]);
  });

  it('counts an end with both flags as terminated', () => {
    expect(episode(2, { truncated: true, terminated: true }).map(([, , , , discount]) => discount)).toEqual([
      0.25, 0.25, 0, 0,
    ]);
  });

  it('begins anew after an episode', () => {
    const returns = new NStepReturns({ steps: 2, discount: 0.5 });
    returns.add(step(0));
    returns.add(step(1, { terminated: true }));
    expect(returns.add(step(2))).toEqual([]);
    expect(returns.add(step(3)).map(brief)).toEqual([[2, 0, 600, 4, 0.25]]);
  });

  it('scales every reward', () => {
    const returns = new NStepReturns({ steps: 2, discount: 0.5, rewardScale: 10 });
    returns.add(step(0));
    expect(returns.add(step(1)).map(brief)).toEqual([[0, 0, 10 + 0.5 * 100, 2, 0.25]]);
  });

  it('goes on from a stored state', () => {
    const returns = new NStepReturns({ steps: 3, discount: 0.5 });
    returns.add(step(0));
    returns.add(step(1));
    const restored = new NStepReturns({ steps: 3, discount: 0.5 });
    restored.restore(JSON.parse(JSON.stringify(returns.state())));
    expect(restored.add(step(2))).toEqual(returns.add(step(2)));
  });
});
