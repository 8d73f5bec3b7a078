// A detector's work on a split as a problem that the metrics take: what is there, and what was detected.
import type { PreparedExample, PreparedSplit } from '../datasets/preparedSplit.js';
import type { CountingProblem } from '../evaluation/counting.js';
import type { Detection, Truth } from '../evaluation/problem.js';
import { boxToOriginal } from '../images/letterbox.js';
import type { DetectorNetwork, ViewOptions } from './network.js';
import { DEFAULT_IOU_THRESHOLD } from './readDetections.js';

/** Low, because average precision asks for the whole curve. */
const SCORE_THRESHOLD = 0.01;

/** Pictures that are in memory at a time. */
const CHUNK = 64;

/**
 * Runs the network over the first `images` pictures of a split; boxes are in pixels of the original pictures.
 *
 * @throws RangeError if `images` is not an integer from 1 up to the length of the split
 */
export async function collectDetections(
  network: DetectorNetwork,
  prepared: PreparedSplit,
  { images, views }: ViewOptions & { readonly images: number },
): Promise<CountingProblem> {
  checkImages(prepared, images);
  const truths: Truth[] = [];
  const detections: Detection[] = [];
  for (let start = 0; start < images; start += CHUNK) {
    const indices = Array.from({ length: Math.min(CHUNK, images - start) }, (_, offset) => start + offset);
    const examples = await Promise.all(indices.map((index) => prepared.example(index)));
    const found = await network.detect(
      examples.map(({ pixels }) => pixels),
      { scoreThreshold: SCORE_THRESHOLD, iouThreshold: DEFAULT_IOU_THRESHOLD, views },
    );
    for (const [offset, example] of examples.entries()) {
      const toOriginal = inOriginal(start + offset, example);
      truths.push(...example.objects.map(toOriginal));
      detections.push(...(found[offset] ?? []).map(toOriginal));
    }
  }
  return { classCount: network.classCount, imageCount: images, truths, detections };
}

function inOriginal(image: number, { letterbox }: PreparedExample) {
  return <Item extends { readonly box: Truth['box'] }>(item: Item) => ({
    ...item,
    image,
    box: boxToOriginal(item.box, letterbox),
  });
}

function checkImages({ split }: PreparedSplit, images: number): void {
  const { name, length, isEndless } = split;
  if (Number.isSafeInteger(images) && images >= 1 && (isEndless || images <= length)) return;
  throw new RangeError(
    `evaluate: split "${name}" has ${isEndless ? 'no end' : `${length} pictures`}, cannot take ${images}`,
  );
}
