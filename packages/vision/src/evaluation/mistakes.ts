// The mistakes of a detector one by one, the worst first: what to look at before the next training.
import { boxArea } from '../boxes/box.js';
import { isSameClass, type PairingThresholds, pairGreedily, pairImages } from './pairing.js';
import { type Detection, type DetectionProblem, fitOf, groupByImage, type Truth } from './problem.js';

/** The kinds of mistakes, and whom they concern. */
export const MISTAKE_KINDS = ['missed', 'false', 'badly placed', 'wrong class'] as const;

/** A kind of mistake. */
export type MistakeKind = (typeof MISTAKE_KINDS)[number];

/** One mistake. */
export interface Mistake {
  readonly kind: MistakeKind;
  readonly image: number;
  /** How sure the detector was of it, 0 to 1: see `findMistakes`. */
  readonly severity: number;
  /** The object concerned; a false detection concerns none. */
  readonly truth?: Truth;
  /** The detection concerned; a missed object has none. */
  readonly detection?: Detection;
}

/** A detection that overlaps an object of its class by less than this is not a bad try at it (TIDE, section 2.2). */
const BADLY_PLACED_IOU = 0.1;

/**
 * All mistakes at given thresholds, by descending severity; each truth and each detection is part of one at most.
 *
 * Pairs are made as `pairImages` does. A pair of different classes is a `wrong class`. Of the rest, truth and detection of
 * one class with an IoU from 0.1 up are `badly placed`; a truth that still stands alone is `missed`, a detection
 * `false`, a second box on an object that was found among them. (The kinds follow TIDE, Bolya et al. 2020.)
 *
 * The severity is the score where there is a detection. Of a missed object it is 1 minus the best score below the
 * threshold that a detection of its class reached there: 1 where the network saw nothing at all. Equally severe ones come by
 * descending area of the object, or of the detection.
 */
export function findMistakes(problem: DetectionProblem, thresholds: PairingThresholds): Mistake[] {
  const detectionsOf = groupByImage(problem.detections);
  const mistakes = pairImages(problem, thresholds).flatMap(({ image, pairs, missed, unpaired }) => {
    const loose = pairGreedily(missed, unpaired, { iouThreshold: BADLY_PLACED_IOU, fits: isSameClass });
    const hints = detectionsOf.get(image) ?? [];
    return [
      ...pairs
        .filter(({ truth, detection }) => !isSameClass(truth, detection))
        .map((pair) => paired('wrong class', pair)),
      ...loose.pairs.map((pair) => paired('badly placed', pair)),
      ...loose.missed.map(
        (truth): Mistake => ({
          kind: 'missed',
          image,
          truth,
          severity: 1 - bestHint(truth, hints, thresholds),
        }),
      ),
      ...loose.unpaired.map(
        (detection): Mistake => ({ kind: 'false', image, detection, severity: detection.score }),
      ),
    ];
  });
  return mistakes.sort((a, b) => b.severity - a.severity || areaOf(b) - areaOf(a));
}

function paired(kind: MistakeKind, { truth, detection }: { truth: Truth; detection: Detection }): Mistake {
  return { kind, image: truth.image, truth, detection, severity: detection.score };
}

function bestHint(
  truth: Truth,
  detections: readonly Detection[],
  { scoreThreshold, iouThreshold }: PairingThresholds,
): number {
  const hints = detections.filter(
    (detection) =>
      isSameClass(truth, detection) &&
      detection.score < scoreThreshold &&
      fitOf(detection.box, truth) >= iouThreshold,
  );
  return Math.max(0, ...hints.map(({ score }) => score));
}

function areaOf({ truth, detection }: Mistake): number {
  const box = truth?.box ?? detection?.box;
  return box === undefined ? 0 : boxArea(box);
}
