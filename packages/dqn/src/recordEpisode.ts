import { createEnvironment } from './environments/registry.js';
import { requireSeed } from './requirements.js';

/** One moment of an episode. */
export interface ReplayFrame {
  /** The environment's drawing, as `render()` returns it. */
  readonly drawing: string;
  /** Steps since the beginning of the episode. */
  readonly step: number;
  /** Sum of the rewards so far, unscaled. */
  readonly episodeReturn: number;
}

/** Who plays. */
export interface Player {
  /** Id of a registered environment. */
  readonly environment: string;
  act(observation: Float32Array): Promise<number>;
}

/**
 * Plays one episode and draws every moment of it, the start included.
 *
 * @param options.seed - decides the start of the episode; default 0
 * @throws RangeError if the seed is not an integer from 0 up
 */
export async function recordEpisode(
  player: Player,
  { seed = 0 }: { readonly seed?: number } = {},
): Promise<ReplayFrame[]> {
  requireSeed('recordEpisode', seed);
  const environment = createEnvironment(player.environment);
  let { observation } = environment.reset(seed);
  let episodeReturn = 0;
  const frames = [{ drawing: environment.render(), step: 0, episodeReturn }];
  for (let isOver = false; !isOver; ) {
    const result = environment.step(await player.act(observation));
    observation = result.observation;
    episodeReturn += result.reward;
    frames.push({ drawing: environment.render(), step: frames.length, episodeReturn });
    isOver = result.terminated || result.truncated;
  }
  return frames;
}
