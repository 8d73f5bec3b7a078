import { pixelText } from './pixelText.js';
import type { ReplayFrame } from './recordEpisode.js';

/** Options of `replayAnimation`. */
export interface ReplayAnimationOptions {
  /** Show every n-th frame; the last one is always shown. Default 2: half of CartPole's 50 steps per second. */
  readonly every?: number;
  /** Milliseconds between shown frames; default 40, CartPole's own pace. */
  readonly frameMs?: number;
  /** Milliseconds that the last frame stays; default 1500. */
  readonly lastFrameMs?: number;
}

/** Frames a second from which more are not shown. */
const fullPace = 25;

/** Options that show an environment of this pace as fast as it is, with at most 25 frames a second. */
export function replayPace(stepsPerSecond: number): { readonly every: number; readonly frameMs: number } {
  const every = Math.ceil(stepsPerSecond / fullPace);
  return { every, frameMs: Math.round((1000 * every) / stepsPerSecond) };
}

/**
 * An episode as an animated WebP that loops, each frame with its step and the return so far.
 *
 * @throws RangeError without frames or if `every` is not a positive integer
 */
export async function replayAnimation(
  frames: readonly ReplayFrame[],
  { every = 2, frameMs = 40, lastFrameMs = 1500 }: ReplayAnimationOptions = {},
): Promise<Buffer> {
  if (frames.length === 0)
    throw new RangeError('replayAnimation: there must be at least one frame, got none');
  if (!Number.isSafeInteger(every) || every < 1) {
    throw new RangeError(`replayAnimation: every must be a positive integer, got ${every}`);
  }
  // Loaded only here, so that whoever only trains does without the image library.
  const { default: sharp } = await import('sharp');
  const shown = frames.filter((_, index) => index % every === 0 || index === frames.length - 1);
  const delay = shown.map((_, index) => (index === shown.length - 1 ? lastFrameMs : frameMs));
  const images = shown.map((frame) => Buffer.from(annotatedDrawing(frame)));
  return sharp(images, { join: { animated: true } })
    .webp({ lossless: true, effort: 2, loop: 0, delay })
    .toBuffer();
}

/** The drawing with step and return in its upper left corner. */
function annotatedDrawing({ drawing, step, episodeReturn }: ReplayFrame): string {
  const place = { x: 24, cell: 5, fill: '#1c1917' };
  const counters = [
    pixelText(`step   ${step}`, { ...place, y: 20 }),
    pixelText(`return ${Number(episodeReturn.toFixed(1))}`, { ...place, y: 56 }),
  ];
  return drawing.replace(/<\/svg>$/, `${counters.join('')}</svg>`);
}
