// References: pycocotools and numpy, versions in the header of map.json; claims.md 5.9 for the hand cases.
import { type GoldenNumber, golden, isClose, type Tolerance, toNumber } from '@rectify/golden';
import { describe, expect, it } from 'vitest';
import { xywhToXyxy } from '../boxes/box.js';
import {
  averagePrecision11,
  averagePrecision101,
  averagePrecisionAllPoint,
  interpolatedPrecision,
  precisionRecall,
} from './averagePrecision.js';
import { AREA_RANGES, type CocoResult, evaluateCoco, IOU_THRESHOLDS } from './cocoEvaluation.js';
import { MAX_DETECTIONS } from './cocoMatching.js';
import { precisionRecallCurves } from './precisionRecallCurves.js';
import type { DetectionProblem } from './problem.js';
import { evaluateVoc } from './vocEvaluation.js';

type Row = readonly number[];
interface ClassExpectation {
  category_id: number;
  AP: number | null;
  AP50: number | null;
  AP75: number | null;
  AR_100: number | null;
  AP_per_iou: number[] | null;
  recall_per_iou: number[] | null;
}
interface Problem {
  kind: string;
  images: { id: number }[];
  categories: number[];
  ground_truth: Row[];
  detections: Row[];
  expected: {
    coco_stats: GoldenNumber[];
    coco_per_class: ClassExpectation[];
    voc_all_point: {
      per_class: {
        category_id: number;
        AP50: number | null;
        true_positives: number;
        num_ground_truth: number;
      }[];
      mAP50: number | null;
    };
  };
}
interface Content {
  header: {
    tolerance: { float64: Tolerance };
    coco_stat_names: string[];
    iou_thresholds: number[];
    recall_thresholds: number[];
    max_detections: number[];
    area_ranges: Record<string, number[]>;
  };
  problems: Problem[];
}

const { header, problems } = golden<Content>('map');
const tolerance = header.tolerance.float64;

function problemOf({ images, categories, ground_truth, detections }: Problem): DetectionProblem {
  const order = images.map(({ id }) => id).sort((a, b) => a - b);
  const place = (imageId = 0, categoryId = 0) => ({
    image: order.indexOf(imageId),
    classIndex: categories.indexOf(categoryId),
  });
  const box = (x = 0, y = 0, width = 0, height = 0) => xywhToXyxy({ x, y, width, height });
  return {
    classCount: categories.length,
    truths: ground_truth.map(([, image, category, x, y, width, height, area = 0]) => ({
      ...place(image, category),
      box: box(x, y, width, height),
      area,
    })),
    detections: detections.map(([image, category, x, y, width, height, score = 0]) => ({
      ...place(image, category),
      box: box(x, y, width, height),
      score,
    })),
  };
}

function expectValue(actual: number | null, expected: number | null, what: string): void {
  if (expected === null || expected === -1) expect(actual, what).toBeNull();
  else if (actual === null || !isClose(actual, expected, tolerance)) {
    throw new Error(`${what}: expected ${expected}, got ${actual}`);
  }
}

function expectList(actual: readonly number[] | null, expected: number[] | null, what: string): void {
  expect(actual?.length, what).toBe(expected?.length);
  expected?.forEach((value, index) => {
    expectValue(actual?.[index] ?? null, value, `${what}[${index}]`);
  });
}

it('the thresholds are those of the reference, to the bit', () => {
  expect(IOU_THRESHOLDS).toEqual(header.iou_thresholds);
  const points = interpolatedPrecision({ precision: [1], recall: [1] }, 100);
  expect(points.map(({ recall }) => recall)).toEqual(header.recall_thresholds);
  expect(MAX_DETECTIONS).toBe(header.max_detections.at(-1));
  const ranges = Object.entries(AREA_RANGES).map(([name, { low, high }]) => [name, [low, high]]);
  expect(Object.fromEntries(ranges)).toEqual(header.area_ranges);
});

describe.each(problems.map((problem, index) => ({ index, kind: problem.kind, problem })))(
  'problem $index $kind',
  ({ problem }) => {
    const result = evaluateCoco(problemOf(problem));
    it('the twelve numbers', () => {
      header.coco_stat_names.forEach((name, index) => {
        const value = result[name.replace('_', '') as keyof CocoResult] as number | null;
        expectValue(value, toNumber(problem.expected.coco_stats[index] as GoldenNumber), name);
      });
    });
    it('each class', () => {
      for (const expected of problem.expected.coco_per_class) {
        const actual = result.perClass[problem.categories.indexOf(expected.category_id)];
        if (actual === undefined) throw new Error(`class ${expected.category_id} is missing`);
        expectValue(actual.AP, expected.AP, 'AP');
        expectValue(actual.AP50, expected.AP50, 'AP50');
        expectValue(actual.AP75, expected.AP75, 'AP75');
        expectValue(actual.AR100, expected.AR_100, 'AR_100');
        expectList(actual.averagePrecisionPerIou, expected.AP_per_iou, 'AP_per_iou');
        expectList(actual.recallPerIou, expected.recall_per_iou, 'recall_per_iou');
      }
    });
    it('the curves behind them', () => {
      IOU_THRESHOLDS.forEach((iouThreshold, index) => {
        const curves = precisionRecallCurves(problemOf(problem), iouThreshold);
        for (const { category_id, AP_per_iou } of problem.expected.coco_per_class) {
          const curve = curves[problem.categories.indexOf(category_id)];
          expectValue(curve?.averagePrecision ?? null, AP_per_iou?.[index] ?? null, 'AP_per_iou');
          if (!curve) continue;
          const heights = curve.points.map(({ precision }) => precision);
          expect(heights).toEqual([...heights].sort((a, b) => b - a));
          const scores = curve.points.flatMap(({ score }) => score ?? []);
          expect(scores).toEqual([...scores].sort((a, b) => b - a));
        }
      });
    });
    it('VOC all-point', () => {
      const voc = evaluateVoc(problemOf(problem));
      expectValue(voc.meanAveragePrecision, problem.expected.voc_all_point.mAP50, 'mAP50');
      for (const expected of problem.expected.voc_all_point.per_class) {
        const actual = voc.perClass[problem.categories.indexOf(expected.category_id)];
        expectValue(actual?.averagePrecision ?? null, expected.AP50, 'AP50');
        expect(actual?.averagePrecision11 === null).toBe(expected.AP50 === null);
        expect(actual?.truePositives).toBe(expected.true_positives);
        expect(actual?.truths).toBe(expected.num_ground_truth);
      }
    });
  },
);

describe('right, wrong, right: the readings of one curve, by hand', () => {
  it.each([
    { truths: 2, coco: 0.83498, eleven: 0.84848, area: 0.83333 },
    { truths: 3, coco: 0.55446, eleven: 0.54545, area: 0.55556 },
  ])('$truths truths', ({ truths, coco, eleven, area }) => {
    const curve = precisionRecall([true, false, true], truths);
    expect(averagePrecision101(curve)).toBeCloseTo(coco, 5);
    expect(averagePrecision11(curve)).toBeCloseTo(eleven, 5);
    expect(averagePrecisionAllPoint(curve)).toBeCloseTo(area, 5);
  });
});

it('VOC reads the same curve in both ways', () => {
  const found = { image: 0, classIndex: 0, box: { x1: 0, y1: 0, x2: 10, y2: 10 } };
  const nothing = { image: 0, classIndex: 0, box: { x1: 50, y1: 50, x2: 60, y2: 60 } };
  const other = { ...found, image: 1 };
  const voc = evaluateVoc({
    classCount: 1,
    truths: [found, other],
    detections: [
      { ...found, score: 0.9 },
      { ...nothing, score: 0.8 },
      { ...other, score: 0.7 },
    ],
  });
  expect(voc.meanAveragePrecision11).toBeCloseTo(0.84848, 5);
  expect(voc.meanAveragePrecision).toBeCloseTo(0.83333, 5);
});

describe('a crowd', () => {
  const crowd = { image: 0, classIndex: 0, box: { x1: 0, y1: 0, x2: 100, y2: 100 }, isCrowd: true };
  const truth = { image: 0, classIndex: 0, box: { x1: 200, y1: 0, x2: 210, y2: 10 } };
  const inside = [0, 20, 40].map((x1) => ({
    image: 0,
    classIndex: 0,
    box: { x1, y1: 0, x2: x1 + 10, y2: 10 },
    score: 0.9,
  }));
  const problem = {
    classCount: 1,
    truths: [crowd, truth],
    detections: [...inside, { ...truth, score: 0.5 }],
  };
  it('is ignored together with everything detected inside it', () => {
    expect(evaluateCoco(problem)).toMatchObject({ AP: expect.closeTo(1, 9), perClass: [{ truths: 1 }] });
    expect(evaluateVoc(problem).perClass[0]).toMatchObject({ truePositives: 1, truths: 1 });
  });
  it('that were an ordinary object would make them mistakes', () => {
    const ordinary = { ...problem, truths: [{ ...crowd, isCrowd: false }, truth] };
    expect(evaluateCoco(ordinary).AP50).toBeLessThan(0.5);
  });
});

describe('a difficult truth', () => {
  const box = { x1: 0, y1: 0, x2: 10, y2: 10 };
  const far = { x1: 20, y1: 20, x2: 40, y2: 40 };
  const problem: DetectionProblem = {
    classCount: 1,
    truths: [
      { image: 0, classIndex: 0, box, isDifficult: true },
      { image: 0, classIndex: 0, box: far },
    ],
    detections: [
      { image: 0, classIndex: 0, box, score: 0.9 },
      { image: 0, classIndex: 0, box: far, score: 0.5 },
    ],
  };
  it('neither helps nor harms', () => {
    expect(evaluateCoco(problem)).toMatchObject({ AP: expect.closeTo(1, 9), perClass: [{ truths: 1 }] });
    expect(evaluateVoc(problem).perClass[0]).toMatchObject({ truePositives: 1, truths: 1 });
  });
});
