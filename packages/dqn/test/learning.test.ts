// A real but short training: enough to tell an agent that learns from one that only runs.
import { describe, expect, it } from 'vitest';
import { createAgent, environmentSpecification } from '../src/index.js';

describe('a short training', () => {
  it.each([
    { activation: 'relu' },
    { activation: 'leaky_relu' },
    { activation: 'prelu' },
    { activation: 'relu', noisy: true },
  ])('beats random play with %j', async (arm) => {
    const { randomReturn } = environmentSpecification('CartPole-v1');
    const agent = await createAgent({ environment: 'CartPole-v1', ...arm, seed: 1, steps: 4_000 });
    const before = await agent.evaluate({ episodes: 20, seed: 5 });
    for await (const _ of agent.train());
    const after = await agent.evaluate({ episodes: 20, seed: 5 });
    expect(after.meanReturn).toBeGreaterThan(4 * randomReturn);
    expect(after.meanReturn).toBeGreaterThan(2 * before.meanReturn);
    await agent.dispose();
  });
});
