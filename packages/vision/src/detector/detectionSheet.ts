import type { Dataset } from '../datasets/dataset.js';
import { withClasses } from '../datasets/withClasses.js';
import { comparisonSheet } from '../images/sheet.js';
import type { DetectOptions, Detector } from './detector.js';

/** Which pictures to show. */
export interface DetectionSheetOptions extends DetectOptions {
  readonly dataset: Dataset;
  /** Default `val`. */
  readonly split?: string;
  /** Positions in the split; default the first six. */
  readonly indices?: readonly number[];
}

/**
 * Truth beside prediction for some pictures of a split, as a WebP picture.
 *
 * @example
 * ```ts
 * await writeFile('sheet.webp', await detectionSheet(detector, { dataset, indices: [0, 1] }));
 * ```
 *
 * @throws RangeError if the split has no such picture
 */
export async function detectionSheet(
  detector: Detector,
  { dataset, split: name = 'val', indices = [0, 1, 2, 3, 4, 5], ...thresholds }: DetectionSheetOptions,
): Promise<Uint8Array> {
  const split = await withClasses(dataset, detector.classes).split(name);
  const entries = [];
  for (const index of indices) {
    const { image, objects } = await split.example(index);
    const { boxes } = await detector.detect(image, thresholds);
    entries.push({ image, truths: objects, detections: boxes });
  }
  return comparisonSheet(entries, { classes: detector.classes });
}
