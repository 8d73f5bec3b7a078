// Who belongs to whom on an image, across classes: what confusions and mistakes are read from.
import {
  type Detection,
  type DetectionProblem,
  fitOf,
  groupByImage,
  isUncounted,
  type Truth,
} from './problem.js';

/** What pairs are made of. */
export interface PairingThresholds {
  /** Detections below are not looked at. */
  readonly scoreThreshold: number;
  /** Smallest IoU of a pair. */
  readonly iouThreshold: number;
}

/** A truth and the detection that stands for it. */
export interface Pair {
  readonly truth: Truth;
  readonly detection: Detection;
  readonly overlap: number;
}

/** One image. */
export interface ImagePairing {
  readonly image: number;
  /** Every truth and every detection is in one pair at most. */
  readonly pairs: readonly Pair[];
  /** Truths without a detection. */
  readonly missed: readonly Truth[];
  /** Detections without a truth. */
  readonly unpaired: readonly Detection[];
}

/**
 * Pairs truths and detections one to one, image by image.
 *
 * First those of equal class, by descending IoU; then detections that fit a difficult truth or a crowd of their class
 * are left out; then those of different class, by descending IoU.
 */
export function pairImages(
  { truths, detections }: DetectionProblem,
  { scoreThreshold, iouThreshold }: PairingThresholds,
): ImagePairing[] {
  const seen = detections.filter(({ score }) => score >= scoreThreshold);
  const truthsOf = groupByImage(truths);
  const detectionsOf = groupByImage(seen);
  const images = [...new Set([...truthsOf.keys(), ...detectionsOf.keys()])].sort((a, b) => a - b);
  return images.map((image) => ({
    image,
    ...pairOne(truthsOf.get(image) ?? [], detectionsOf.get(image) ?? [], iouThreshold),
  }));
}

/**
 * Pairs, one to one, what fits and overlaps by at least a threshold, by descending IoU; of equal ones the earlier truth and
 * detection first.
 */
export function pairGreedily(
  truths: readonly Truth[],
  detections: readonly Detection[],
  { iouThreshold, fits }: { iouThreshold: number; fits: (truth: Truth, detection: Detection) => boolean },
): Pick<ImagePairing, 'pairs' | 'missed' | 'unpaired'> {
  const candidates = truths
    .flatMap((truth) =>
      detections
        .filter((detection) => fits(truth, detection))
        .map((detection) => ({ truth, detection, overlap: fitOf(detection.box, truth) })),
    )
    .filter(({ overlap }) => overlap >= iouThreshold)
    .sort((a, b) => b.overlap - a.overlap);
  const taken = new Set<Truth | Detection>();
  const pairs = candidates.filter(({ truth, detection }) => {
    if (taken.has(truth) || taken.has(detection)) return false;
    taken.add(truth).add(detection);
    return true;
  });
  const isFree = (item: Truth | Detection): boolean => !taken.has(item);
  return { pairs, missed: truths.filter(isFree), unpaired: detections.filter(isFree) };
}

/** True if truth and detection are of one class. */
export const isSameClass = (truth: Truth, detection: Detection): boolean =>
  truth.classIndex === detection.classIndex;

function pairOne(truths: readonly Truth[], detections: readonly Detection[], iouThreshold: number) {
  const counted = truths.filter((truth) => !isUncounted(truth));
  const uncounted = truths.filter(isUncounted);
  const right = pairGreedily(counted, detections, { iouThreshold, fits: isSameClass });
  const rest = right.unpaired.filter(
    (detection) =>
      !uncounted.some(
        (truth) => isSameClass(truth, detection) && fitOf(detection.box, truth) >= iouThreshold,
      ),
  );
  const confused = pairGreedily(right.missed, rest, { iouThreshold, fits: () => true });
  return { ...confused, pairs: [...right.pairs, ...confused.pairs] };
}
