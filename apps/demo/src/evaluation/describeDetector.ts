// The quality of a detector in tables that fit a terminal of 100 columns.
import { type Column, printFields, printTable } from '../output/table.js';
import type { DetectorReport } from './detectorReport.js';

const WIDEST_TABLE = 100;
const LONGEST_NAME = 24;

/** The report as `rectify evaluate` prints it. */
export function describeDetector(report: DetectorReport): string {
  return [
    overview(report),
    cocoTable(report),
    classTable(report),
    ...counting(report),
    confusions(report),
  ].join('\n\n');
}

function overview({
  data,
  split,
  activation,
  seed,
  images,
  views,
  mAP50,
  mAP,
  voc,
  calibration,
  mistakes,
}: DetectorReport) {
  const { expectedCalibrationError, detections, scoreThreshold } = calibration;
  const counts = Object.entries(mistakes.counts).map(([kind, count]) => `${count} ${kind}`);
  return printFields([
    ['data', `${data}, split ${split}, ${images} pictures${views === 1 ? '' : ` in ${views} views each`}`],
    ['activation', activation],
    ['seed', String(seed)],
    ['mAP@0.5', mAP50.toFixed(3)],
    ['mAP@[.5:.95]', mAP.toFixed(3)],
    ['VOC mAP', `${share(voc.mAP11)} (2007, 11 points), ${share(voc.mAP)} (2010, area)`],
    [
      'calibration',
      `expected error ${share(expectedCalibrationError)}, of ${detections} detections with score from ${scoreThreshold}`,
    ],
    ['mistakes', counts.join(', ')],
  ]);
}

function cocoTable({ coco }: DetectorReport): string {
  const rows = [
    ['AP@[.5:.95]', coco.AP, coco.APsmall, coco.APmedium, coco.APlarge],
    ['AP@0.5', coco.AP50],
    ['AP@0.75', coco.AP75],
    ['AR, 1 detection', coco.AR1],
    ['AR, 10 detections', coco.AR10],
    ['AR, 100 detections', coco.AR100, coco.ARsmall, coco.ARmedium, coco.ARlarge],
  ] as const;
  return printTable(
    columns('COCO', 'all', 'small', 'medium', 'large'),
    rows.map(([name, ...values]) => [name, ...values.map(share)]),
  );
}

function classTable({ classes }: DetectorReport): string {
  return printTable(
    columns('class', 'objects', 'AP@0.5', 'AP@0.75', 'AP@[.5:.95]', 'AR100', 'VOC 2007', 'VOC 2010'),
    classes.map(({ name, coco, voc }) => [
      clip(name),
      String(coco.truths),
      ...[coco.AP50, coco.AP75, coco.AP, coco.AR100, voc.averagePrecision11, voc.averagePrecision].map(share),
    ]),
  );
}

function counting({ classes, tuning }: DetectorReport): string[] {
  if (tuning === null) return [];
  const rows = classes.flatMap(({ name, counting }) =>
    counting === null
      ? []
      : [
          [
            clip(name),
            counting.scoreThreshold.toFixed(3),
            ...[counting.truths, counting.predicted].map(String),
            counting.sumRatio?.toFixed(2) ?? '-',
            ...[counting.medianAbsoluteError, counting.meanAbsoluteError].map(
              (error) => error?.toFixed(2) ?? '-',
            ),
          ],
        ],
  );
  const table = printTable(
    columns('counting', 'from score', 'objects', 'counted', 'ratio', 'median error', 'mean error'),
    rows,
  );
  const { data, split, images } = tuning;
  return [
    `${table}\n(errors per picture; thresholds chosen on split ${split} of ${data}, ${images} pictures)`,
  ];
}

function confusions({ classes, confusion }: DetectorReport): string {
  const { counts, scoreThreshold, iouThreshold } = confusion;
  const names = [...classes.map(({ name }) => clip(name)), 'background'];
  const table = printTable(
    columns('is \\ detected as', ...names),
    counts.map((row, index) => [names[index] ?? '', ...row.map(String)]),
  );
  const fits = table.split('\n').every(({ length }) => length <= WIDEST_TABLE);
  const shown = fits ? table : `confusions of ${classes.length} classes: see --out or --json`;
  return `${shown}\n(score from ${scoreThreshold}, IoU from ${iouThreshold})`;
}

function columns(first: string, ...numeric: readonly string[]): Column[] {
  return [{ heading: first }, ...numeric.map((heading) => ({ heading, isNumeric: true }))];
}

function share(value: number | null): string {
  return value?.toFixed(3) ?? '-';
}

function clip(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1)}…`;
}
