// How long one picture takes from its bytes to the boxes on it, and where the time goes.
import { median, quantile } from '@rectify/benchmark';
import { createDetector, decodeImage, encodeImage, openDataset, type RgbImage } from '@rectify/vision';

/** The time of one part of the work. */
export interface DetectionTiming {
  readonly work: string;
  readonly system: string;
  /** Milliseconds for one picture: median, 5th and 95th percentile. */
  readonly medianMs: number;
  readonly low: number;
  readonly high: number;
  /** Processor time of one picture on all threads in milliseconds, a mean: a busy machine disturbs it little. */
  readonly processorMs: number;
  readonly runs: number;
}

/** Like a small photograph, and one from a telephone. */
const SIZES = [
  { width: 320, height: 240 },
  { width: 1280, height: 960 },
];
const RUNS_IN_ROUND = 12;

/** How to time. */
export interface DetectionOptions {
  /** The processor time that this process has used. */
  readonly processorMs: () => number;
  readonly onShare: (share: number) => void;
  /** Turns of each part after the one for compilers and caches; default 8. */
  readonly rounds?: number;
}

/**
 * Times detection with an untrained network of the preset `photographs` on one thread, the parts in turns, with
 * one view of the picture and with the preset's two.
 *
 * It finds nothing at its usual threshold, so that one part takes every cell of its map for a box: an upper bound of what
 * non-maximum suppression can cost.
 */
export async function timeDetection({
  processorMs,
  onShare,
  rounds = 8,
}: DetectionOptions): Promise<DetectionTiming[]> {
  const detector = await createDetector({ classes: ['a', 'b', 'c'], activation: 'leaky_relu:0.1' });
  try {
    const [photograph, large] = await Promise.all(SIZES.map(photographOf));
    if (photograph === undefined || large === undefined) throw new Error('a photograph is missing');
    const image = await decodeImage(photograph);
    const parts = [
      { work: 'decode a JPEG of 320x240', run: () => decodeImage(photograph) },
      { work: 'network and boxes, 1 view', run: () => detector.detect(image, { views: 1 }) },
      { work: 'network and boxes, 2 views', run: () => detector.detect(image, { views: 2 }) },
      {
        work: 'both, 1 view: from the bytes to the boxes',
        run: () => detector.detect(photograph, { views: 1 }),
      },
      { work: 'both, 2 views', run: () => detector.detect(photograph, { views: 2 }) },
      {
        work: 'both, 2 views, every cell a candidate',
        run: () => detector.detect(photograph, { views: 2, scoreThreshold: 0 }),
      },
      { work: 'both, 2 views, from 1280x960', run: () => detector.detect(large, { views: 2 }) },
    ].map((part) => ({ ...part, times: [] as number[], processor: 0 }));
    for (let round = 0; round <= rounds; round++) {
      for (const part of parts) {
        const before = processorMs();
        const times = await timesOf(part.run);
        if (round === 0) continue;
        part.times.push(...times);
        part.processor += processorMs() - before;
      }
      onShare(round / rounds);
    }
    return parts.map(({ work, times, processor }) => ({
      work,
      system: 'rectify (onnx, 1 thread)',
      medianMs: median(times),
      low: quantile(times, 0.05),
      high: quantile(times, 0.95),
      processorMs: processor / times.length,
      runs: times.length,
    }));
  } finally {
    await detector.dispose();
  }
}

async function timesOf(run: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let count = 0; count < RUNS_IN_ROUND; count++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return times;
}

/** A JPEG with the detail of a photograph: scenes of `digits` side by side. */
async function photographOf({ width, height }: { width: number; height: number }): Promise<Uint8Array> {
  const split = await (await openDataset('digits')).split('val');
  const { image: scene } = await split.example(0);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = ((y % scene.height) * scene.width + (x % scene.width)) * 3;
      data.set(scene.data.subarray(from, from + 3), (y * width + x) * 3);
    }
  }
  const photograph: RgbImage = { width, height, data };
  return encodeImage(photograph, 'jpeg', 90);
}
