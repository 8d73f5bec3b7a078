import {
  environmentSpecification,
  loadAgent,
  recordEpisode,
  replayAnimation,
  replayPace,
} from '@rectify/dqn';
import { writeWholeFile } from '../output/writeFile.js';

/** How long the recorded episode took, and what it brought. */
export interface Replay {
  readonly steps: number;
  readonly episodeReturn: number;
}

/** Plays one greedy episode of a run's agent into an animated WebP. */
export async function recordReplay(
  { path }: { readonly path: string },
  { out, seed }: { readonly out: string; readonly seed: number },
): Promise<Replay> {
  const agent = await loadAgent(path);
  try {
    const frames = await recordEpisode(agent, { seed });
    const { stepsPerSecond } = environmentSpecification(agent.environment);
    await writeWholeFile(out, await replayAnimation(frames, replayPace(stepsPerSecond)));
    const { step: steps = 0, episodeReturn = 0 } = frames.at(-1) ?? {};
    return { steps, episodeReturn };
  } finally {
    await agent.dispose();
  }
}
