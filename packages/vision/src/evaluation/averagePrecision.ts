// One curve, three readings. The envelope at recall r is the best precision at any recall >= r.

/** A precision-recall curve: point k counts the k + 1 detections of highest score. */
export interface PrecisionRecall {
  readonly precision: readonly number[];
  /** Does not decrease. */
  readonly recall: readonly number[];
}

/** pycocotools' guard against 0/0 (numpy's `spacing(1)`). */
const SPACING_OF_ONE = 2 ** -52;

/**
 * The curve of detections by descending score.
 *
 * @param isTruePositive - one flag a detection: matched a truth or not
 * @param truthCount - truths to find, at least 1
 */
export function precisionRecall(isTruePositive: readonly boolean[], truthCount: number): PrecisionRecall {
  let truePositives = 0;
  const precision: number[] = [];
  const recall: number[] = [];
  isTruePositive.forEach((isTrue, index) => {
    if (isTrue) truePositives++;
    precision.push(truePositives / (index + 1 + SPACING_OF_ONE));
    recall.push(truePositives / truthCount);
  });
  return { precision, recall };
}

/** COCO: the mean of the envelope at recall 0, 0.01, ..., 1, and 0 where that recall is never reached. */
export function averagePrecision101({ precision, recall }: PrecisionRecall): number {
  return interpolatedAveragePrecision({ precision, recall }, 100);
}

/** VOC 2007: the same at the 11 recalls 0, 0.1, ..., 1. */
export function averagePrecision11({ precision, recall }: PrecisionRecall): number {
  return interpolatedAveragePrecision({ precision, recall }, 10);
}

/** VOC 2010 and later: the area under the envelope over recall. */
export function averagePrecisionAllPoint({ precision, recall }: PrecisionRecall): number {
  const envelope = precisionEnvelope(precision);
  let area = 0;
  let reached = 0;
  envelope.forEach((height, index) => {
    const next = recall[index] as number;
    area += (next - reached) * height;
    reached = next;
  });
  return area;
}

/** The envelope of a curve at one recall. */
export interface InterpolatedPoint {
  readonly recall: number;
  /** Best precision at this recall or beyond; 0 where it is never reached. */
  readonly precision: number;
  /** Position on the curve where the recall is first reached; undefined where it never is. */
  readonly index: number | undefined;
}

/** The envelope at the recalls 0, 1/steps, ..., 1. */
export function interpolatedPrecision(
  { precision, recall }: PrecisionRecall,
  steps: number,
): InterpolatedPoint[] {
  const envelope = precisionEnvelope(precision);
  let index = 0;
  return Array.from({ length: steps + 1 }, (_, step) => {
    // The multiple of 1/steps as pycocotools rounds it (numpy.linspace), not the decimal fraction:
    // recalls such as 7/10 must fall on the same side.
    const threshold = step * (1 / steps);
    while (index < recall.length && (recall[index] as number) < threshold) index++;
    const isReached = index < recall.length;
    return { recall: threshold, precision: envelope[index] ?? 0, index: isReached ? index : undefined };
  });
}

function interpolatedAveragePrecision(curve: PrecisionRecall, steps: number): number {
  const points = interpolatedPrecision(curve, steps);
  return points.reduce((sum, { precision }) => sum + precision, 0) / points.length;
}

function precisionEnvelope(precision: readonly number[]): number[] {
  const envelope = [...precision];
  for (let index = envelope.length - 2; index >= 0; index--) {
    envelope[index] = Math.max(envelope[index] as number, envelope[index + 1] as number);
  }
  return envelope;
}
