// What is known about a detector, with stable keys: `rectify evaluate --json` prints it.
import {
  type ClassCounting,
  type DatasetSplit,
  type DetectorAnalysis,
  MISTAKE_KINDS,
  type Mistake,
} from '@rectify/vision';

/** What was judged, beside the detector's own description. */
interface Subject {
  readonly data: string;
  readonly split: DatasetSplit;
  readonly activation: string;
  readonly seed: number;
  /** Where the thresholds for counting come from. */
  readonly tuning:
    | { readonly dataset: { readonly spec: string }; readonly split: string; readonly images: number }
    | undefined;
}

/** The keys that `rectify evaluate --json` prints. */
export type DetectorReport = ReturnType<typeof reportOf>;

/** Of each kind, the worst so many are listed and shown. */
export const SHOWN_MISTAKES = 5;

/** An analysis as a report. */
export function reportOf(analysis: DetectorAnalysis, { data, split, activation, seed, tuning }: Subject) {
  const names = analysis.classes.map(({ name }) => name);
  return {
    kind: 'detector' as const,
    ...{ data, split: split.name, activation, seed },
    ...numbersOf(analysis),
    tuning: tuning ? { data: tuning.dataset.spec, split: tuning.split, images: tuning.images } : null,
    mistakes: {
      counts: Object.fromEntries(MISTAKE_KINDS.map((kind) => [kind, ofKind(analysis.mistakes, kind).length])),
      worst: worstOf(analysis.mistakes).map((mistake) => describeMistake(mistake, split, names)),
    },
  };
}

/** The worst of each kind. */
export function worstOf(mistakes: readonly Mistake[]): Mistake[] {
  return MISTAKE_KINDS.flatMap((kind) => ofKind(mistakes, kind).slice(0, SHOWN_MISTAKES));
}

/** The file of a picture, or its number where it has none. */
export function pictureName({ name, files }: DatasetSplit, image: number): string {
  return files?.[image] ?? `${name}-${image}`;
}

function numbersOf({ evaluation, coco, voc, classes, confusion, calibration }: DetectorAnalysis) {
  const { views, images, mAP50, mAP, perClass } = evaluation;
  const summedUp = classes.map(({ counting, ...ofClass }) => ({ ...ofClass, counting: sumsOf(counting) }));
  return { views, images, mAP50, mAP, perClass, coco, voc, confusion, calibration, classes: summedUp };
}

function sumsOf(counting: ClassCounting | null): Omit<ClassCounting, 'perImage'> | null {
  if (counting === null) return null;
  const { perImage, ...sums } = counting;
  return sums;
}

function ofKind(mistakes: readonly Mistake[], kind: Mistake['kind']): Mistake[] {
  return mistakes.filter((mistake) => mistake.kind === kind);
}

function describeMistake(
  { kind, image, severity, truth, detection }: Mistake,
  split: DatasetSplit,
  classes: readonly string[],
) {
  const named = ({ classIndex, box: { x1, y1, x2, y2 } }: NonNullable<Mistake['truth']>) => ({
    class: classes[classIndex] as string,
    xyxy: [x1, y1, x2, y2] as const,
  });
  return {
    kind,
    image: pictureName(split, image),
    severity,
    ...(truth && { truth: named(truth) }),
    ...(detection && { detection: { ...named(detection), score: detection.score } }),
  };
}
