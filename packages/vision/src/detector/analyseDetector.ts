// Everything that is said about a detector on a split: more than the two numbers that training watches.
import type { Dataset } from '../datasets/dataset.js';
import { withClasses } from '../datasets/withClasses.js';
import { type Calibration, calibrationOf } from '../evaluation/calibration.js';
import { type CocoResult, evaluateCoco } from '../evaluation/cocoEvaluation.js';
import { type ConfusionMatrix, confusionMatrix } from '../evaluation/confusionMatrix.js';
import {
  type ClassCounting,
  type CountingProblem,
  chooseScoreThresholds,
  countingErrors,
} from '../evaluation/counting.js';
import { findMistakes, type Mistake } from '../evaluation/mistakes.js';
import type { PairingThresholds } from '../evaluation/pairing.js';
import { type ClassPrecisionRecall, precisionRecallCurves } from '../evaluation/precisionRecallCurves.js';
import { evaluateVoc, type VocClassResult } from '../evaluation/vocEvaluation.js';
import { collectDetections } from './collectDetections.js';
import type { Detector } from './detector.js';
import {
  type DetectorEvaluation,
  type EvaluateOptions,
  prepareEvaluation,
  summarize,
} from './evaluateDetector.js';

/** What to analyse, and how. */
export interface AnalyseOptions extends EvaluateOptions, Partial<PairingThresholds> {
  /** Where the score thresholds for counting are chosen: never the pictures that are judged. Without it nothing is counted. */
  readonly tuning?: EvaluateOptions & { readonly split: string };
}

/** One class in every reading; null where the pictures hold none of it. */
export interface ClassAnalysis {
  readonly coco: CocoResult['perClass'][number];
  /** At IoU 0.5. */
  readonly voc: VocClassResult;
  /** At IoU 0.5. */
  readonly curve: ClassPrecisionRecall | null;
  /** Null without `tuning`. */
  readonly counting: ClassCounting | null;
}

/** The quality of a detector in detail. */
export interface DetectorAnalysis {
  readonly evaluation: DetectorEvaluation;
  /** COCO's twelve numbers. */
  readonly coco: Omit<CocoResult, 'perClass'>;
  /** VOC's mean average precision at IoU 0.5: 11 points (2007) and the area (2010). */
  readonly voc: { readonly mAP11: number | null; readonly mAP: number | null };
  /** In the order of the detector's classes. */
  readonly classes: readonly (ClassAnalysis & { readonly name: string })[];
  readonly confusion: ConfusionMatrix;
  readonly calibration: Calibration;
  /** The worst first. */
  readonly mistakes: readonly Mistake[];
}

/**
 * Analyses a detector on a split, `val` by default. Confusions and mistakes are those at score 0.3 and IoU 0.5, unless other
 * thresholds are given.
 *
 * @example
 * ```ts
 * const tuning = { dataset, split: 'train' };
 * const { coco, mistakes } = await analyseDetector(detector, { dataset, tuning });
 * await writeFile('mistakes.webp', await mistakeSheet(detector, { dataset, mistakes }));
 * ```
 *
 * @throws RangeError if `tuning` names the pictures that are judged, or a split has fewer than `images` pictures
 * @throws DatasetError, ImageError if the data break a rule or hold no object
 */
export async function analyseDetector(
  detector: Detector,
  { tuning, scoreThreshold = 0.3, iouThreshold = 0.5, ...judged }: AnalyseOptions,
): Promise<DetectorAnalysis> {
  checkTuning(judged, tuning);
  const { split, views, problem } = await workOn(detector, judged);
  const { perClass, ...coco } = evaluateCoco(problem);
  const evaluation = summarize(
    { perClass, ...coco },
    { dataset: withClasses(judged.dataset, detector.classes), split, images: problem.imageCount, views },
  );
  const voc = evaluateVoc(problem);
  const curves = precisionRecallCurves(problem);
  const tuningProblem = tuning && (await workOn(detector, { views: judged.views, ...tuning })).problem;
  const counting = tuningProblem && countingErrors(problem, chooseScoreThresholds(tuningProblem));
  const thresholds = { scoreThreshold, iouThreshold };
  return {
    evaluation,
    coco,
    voc: { mAP11: voc.meanAveragePrecision11, mAP: voc.meanAveragePrecision },
    classes: detector.classes.map((name, index) => ({
      name,
      coco: at(perClass, index),
      voc: at(voc.perClass, index),
      curve: at(curves, index),
      counting: counting?.[index] ?? null,
    })),
    confusion: confusionMatrix(problem, thresholds),
    calibration: calibrationOf(problem),
    mistakes: findMistakes(problem, thresholds),
  };
}

async function workOn(
  { network, classes }: Detector,
  options: EvaluateOptions,
): Promise<Pick<DetectorEvaluation, 'split' | 'views'> & { readonly problem: CountingProblem }> {
  const dataset = withClasses(options.dataset, classes);
  const prepared = await prepareEvaluation(network, { ...options, dataset });
  const { images = prepared.split.length, views = network.views } = options;
  return {
    split: prepared.split.name,
    views,
    problem: await collectDetections(network, prepared, { images, views }),
  };
}

function checkTuning(
  { dataset, split = 'val' }: EvaluateOptions,
  tuning?: { dataset: Dataset; split: string },
): void {
  if (tuning?.dataset.spec !== dataset.spec || tuning.split !== split) return;
  throw new RangeError(
    `analyse: split "${split}" of ${dataset.spec} is judged; choose the counting thresholds on another split`,
  );
}

/** One entry a class is what every metric returns. */
function at<Item>(items: readonly Item[], index: number): Item {
  return items[index] as Item;
}
