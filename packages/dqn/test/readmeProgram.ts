import { createAgent } from '@rectify/dqn';

const agent = await createAgent({ environment: 'CartPole-v1', activation: 'prelu', seed: 1, steps: 10_000 });
export const curve: number[] = [];
for await (const event of agent.train()) if (event.type === 'evaluation') curve.push(event.meanReturn);
export const { meanReturn } = await agent.evaluate({ episodes: 100, seed: 7 });
