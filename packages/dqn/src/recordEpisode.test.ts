import { describe, expect, it } from 'vitest';
import { createEnvironment } from './environments/registry.js';
import { recordEpisode } from './recordEpisode.js';

/** Always pushes to the right. */
const player = { environment: 'CartPole-v1', act: () => Promise.resolve(1) };

describe('recordEpisode', () => {
  it('draws every moment from the start to the end', async () => {
    const environment = createEnvironment('CartPole-v1');
    environment.reset(4);
    const drawings = [environment.render()];
    for (let isOver = false; !isOver; drawings.push(environment.render())) {
      isOver = environment.step(1).terminated;
    }
    const frames = await recordEpisode(player, { seed: 4 });
    expect(frames.map(({ drawing }) => drawing)).toEqual(drawings);
    expect(frames.map(({ step }) => step)).toEqual(drawings.map((_, step) => step));
    expect(frames.at(-1)?.episodeReturn).toBe(drawings.length - 1);
  });

  it('refuses a seed that is none', async () => {
    await expect(recordEpisode(player, { seed: 0.5 })).rejects.toThrow(
      'recordEpisode: seed must be an integer',
    );
  });
});
