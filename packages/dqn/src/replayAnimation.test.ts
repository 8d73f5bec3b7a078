import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { CartPole } from './environments/cartPole.js';
import type { ReplayFrame } from './recordEpisode.js';
import { replayAnimation, replayPace } from './replayAnimation.js';

/** The cart moves from the left end of the track to the right one. */
function crossing(count: number): ReplayFrame[] {
  const environment = new CartPole();
  return Array.from({ length: count }, (_, step) => {
    environment.setState([-2.4 + (4.8 * step) / (count - 1), 0, 0, 0]);
    return { drawing: environment.render(), step, episodeReturn: step };
  });
}

/** Where the cart is in a page of the animation: the mean column of the dark blue pixels half-way up the cart. */
async function cartColumn(animation: Buffer, page: number): Promise<number> {
  const { data, info } = await sharp(animation, { page })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const row = data.subarray(225 * info.width * 3, 226 * info.width * 3);
  const columns = Array.from({ length: info.width }, (_, column) => column).filter(
    (column) => (row[3 * column] as number) < 60 && (row[3 * column + 2] as number) > 80,
  );
  return columns.reduce((sum, column) => sum + column, 0) / columns.length;
}

describe('replayAnimation', () => {
  it('shows every second frame and the last one, longer', async () => {
    const animation = await replayAnimation(crossing(8));
    const { format, pages, delay, loop } = await sharp(animation, { animated: true }).metadata();
    expect({ format, pages, delay, loop }).toEqual({
      format: 'webp',
      pages: 5,
      delay: [40, 40, 40, 40, 1500],
      loop: 0,
    });
  });

  it('shows the cart where it was', async () => {
    const animation = await replayAnimation(crossing(5), { every: 1 });
    for (const [page, column] of [40, 170, 300, 430].entries()) {
      expect(Math.abs((await cartColumn(animation, page)) - column)).toBeLessThan(1);
    }
  });

  it('keeps the pace of the environment with at most 25 frames a second', () => {
    expect(replayPace(50)).toEqual({ every: 2, frameMs: 40 });
    expect(replayPace(30)).toEqual({ every: 2, frameMs: 67 });
    expect(replayPace(15)).toEqual({ every: 1, frameMs: 67 });
  });

  it('asks for frames', async () => {
    await expect(replayAnimation([])).rejects.toThrow('there must be at least one frame, got none');
    await expect(replayAnimation(crossing(2), { every: 0 })).rejects.toThrow(
      'every must be a positive integer, got 0',
    );
  });
});
