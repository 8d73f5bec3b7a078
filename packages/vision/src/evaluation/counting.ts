// A detector as a counter: how many objects of a class it sees on an image, against how many there are.
import { mean, median } from './average.js';
import { classCandidates, judgeClass } from './cocoMatching.js';
import { type DetectionProblem, isUncounted } from './problem.js';

/** A detection problem whose images are counted: those without truth and detection matter too. */
export interface CountingProblem extends DetectionProblem {
  readonly imageCount: number;
}

/** One class on one image. */
export interface ImageCount {
  readonly predicted: number;
  readonly truths: number;
}

/** How well one class is counted. */
export interface ClassCounting {
  /** Detections from this score up are counted. */
  readonly scoreThreshold: number;
  /** Over the images, of |predicted - true|. */
  readonly medianAbsoluteError: number | null;
  readonly meanAbsoluteError: number | null;
  /** All predicted objects over all true ones; null where there is no true one. */
  readonly sumRatio: number | null;
  /** Sums over the images. */
  readonly predicted: number;
  readonly truths: number;
  /** In the order of the images. */
  readonly perImage: readonly ImageCount[];
}

/** A detection of an ignored truth, at this IoU, is not counted. */
const IGNORED_IOU = 0.5;

/**
 * Counts per image at given score thresholds, a threshold a class. Difficult truths and crowds, and what is detected
 * there, are left out on both sides; where a counted object was found makes no difference.
 */
export function countingErrors(
  problem: CountingProblem,
  scoreThresholds: readonly number[],
): ClassCounting[] {
  return scoreThresholds.map((scoreThreshold, classIndex) => {
    const perImage = countPerImage(countsOf(problem, classIndex), scoreThreshold);
    const errors = perImage.map((image) => Math.abs(image.predicted - image.truths));
    const predicted = sum(perImage.map((image) => image.predicted));
    const truths = sum(perImage.map((image) => image.truths));
    return {
      scoreThreshold,
      medianAbsoluteError: median(errors),
      meanAbsoluteError: mean(errors),
      sumRatio: truths === 0 ? null : predicted / truths,
      predicted,
      truths,
      perImage,
    };
  });
}

/**
 * The score threshold of each class that counts best: the smallest sum of |predicted - true| over the images, of equal
 * ones the highest threshold. It lies half way between two scores. To be chosen on other images than those that the
 * counts are then judged on.
 */
export function chooseScoreThresholds(problem: CountingProblem): number[] {
  return Array.from({ length: problem.classCount }, (_, classIndex) =>
    bestThreshold(countsOf(problem, classIndex)),
  );
}

interface Counts {
  /** True objects of each image. */
  readonly truths: readonly number[];
  /** Detections by descending score. */
  readonly scores: readonly { readonly image: number; readonly score: number }[];
}

function countsOf(problem: CountingProblem, classIndex: number): Counts {
  const truths = Array.from({ length: problem.imageCount }, () => 0);
  for (const truth of problem.truths) {
    if (truth.classIndex !== classIndex || isUncounted(truth)) continue;
    truths[truth.image] = (truths[truth.image] ?? 0) + 1;
  }
  const candidates = classCandidates(problem, classIndex, Number.POSITIVE_INFINITY);
  const { judged } = judgeClass(candidates, IGNORED_IOU);
  return { truths, scores: judged.map(({ detection: { image, score } }) => ({ image, score })) };
}

function countPerImage({ truths, scores }: Counts, scoreThreshold: number): ImageCount[] {
  const predicted = truths.map(() => 0);
  for (const { image, score } of scores) {
    if (score >= scoreThreshold) predicted[image] = (predicted[image] ?? 0) + 1;
  }
  return truths.map((truth, image) => ({ predicted: predicted[image] ?? 0, truths: truth }));
}

function bestThreshold({ truths, scores }: Counts): number {
  const predicted = truths.map(() => 0);
  let error = sum(truths);
  // Above every score nothing is counted.
  let best = { error, threshold: 1 };
  scores.forEach(({ image, score }, place) => {
    const seen = (predicted[image] ?? 0) + 1;
    predicted[image] = seen;
    error += seen > (truths[image] ?? 0) ? 1 : -1;
    const next = scores[place + 1]?.score ?? 0;
    if (next < score && error < best.error) best = { error, threshold: (score + next) / 2 };
  });
  return best.threshold;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
