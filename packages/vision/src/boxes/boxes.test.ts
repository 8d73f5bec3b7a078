// Reference: torchvision.ops, version in the header of nms.json.
import { assertAllClose, type GoldenTensor, golden, type Tolerance, toNumbers } from '@rectify/golden';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BoxXyxy, boxArea, clipBox, cxcywhToXyxy, xywhToXyxy, xyxyToCxcywh, xyxyToXywh } from './box.js';
import { classwiseNonMaximumSuppression, nonMaximumSuppression } from './nonMaximumSuppression.js';
import { completeIou, distanceIou, generalizedIou, iou, overlapMatrix } from './overlap.js';

interface SuppressionCase {
  kind: string;
  boxes: GoldenTensor;
  scores: number[];
  classes?: number[];
  iou_threshold: number;
  keep: number[];
}
interface MatrixCase extends Partial<Record<'iou' | 'giou' | 'diou' | 'ciou', GoldenTensor>> {
  kind: string;
  boxes1: GoldenTensor;
  boxes2: GoldenTensor;
}
interface Content {
  header: { tolerance: { float64: Tolerance } };
  nms: SuppressionCase[];
  batched_nms: SuppressionCase[];
  iou_matrices: MatrixCase[];
  conversions: { xyxy: GoldenTensor; cxcywh: GoldenTensor; xywh: GoldenTensor; areas: number[] };
  clip: { boxes: GoldenTensor; image_height: number; image_width: number; clipped: GoldenTensor };
}

const content = golden<Content>('nms');
const tolerance = content.header.tolerance.float64;

function rows(tensor: GoldenTensor): number[][] {
  const data = toNumbers(tensor.data);
  return Array.from({ length: tensor.shape[0] as number }, (_, row) => data.slice(row * 4, row * 4 + 4));
}

function boxes(tensor: GoldenTensor): BoxXyxy[] {
  return rows(tensor).map(([x1 = 0, y1 = 0, x2 = 0, y2 = 0]) => ({ x1, y1, x2, y2 }));
}

const corners = ({ x1, y1, x2, y2 }: BoxXyxy): number[] => [x1, y1, x2, y2];

describe('non-maximum suppression keeps what torchvision keeps', () => {
  it.each(content.nms.map((entry, index) => ({ index, ...entry })))('nms $index $kind', (entry) => {
    const scored = boxes(entry.boxes).map((box, i) => ({ box, score: entry.scores[i] as number }));
    expect(nonMaximumSuppression(scored, entry.iou_threshold)).toEqual(entry.keep);
  });
  it.each(content.batched_nms.map((entry, index) => ({ index, ...entry })))(
    'batched nms $index $kind',
    (entry) => {
      const scored = boxes(entry.boxes).map((box, i) => ({
        box,
        score: entry.scores[i] as number,
        classIndex: entry.classes?.[i] as number,
      }));
      expect(classwiseNonMaximumSuppression(scored, entry.iou_threshold)).toEqual(entry.keep);
    },
  );
});

describe('overlap equals torchvision', () => {
  const measures = { iou, giou: generalizedIou, diou: distanceIou, ciou: completeIou };
  it.each(content.iou_matrices.map((entry, index) => ({ index, ...entry })))('$index $kind', (entry) => {
    for (const [name, measure] of Object.entries(measures)) {
      const expected = entry[name as keyof typeof measures];
      if (expected === undefined) continue;
      const matrix = overlapMatrix(measure, boxes(entry.boxes1), boxes(entry.boxes2));
      assertAllClose(matrix.flat(), expected.data, { tolerance, what: name });
    }
  });
});

describe('conversions, areas and clipping equal torchvision', () => {
  const { xyxy, cxcywh, xywh, areas } = content.conversions;
  const cxcywhBoxes = rows(cxcywh).map(([cx = 0, cy = 0, width = 0, height = 0]) => ({
    cx,
    cy,
    width,
    height,
  }));
  const xywhBoxes = rows(xywh).map(([x = 0, y = 0, width = 0, height = 0]) => ({ x, y, width, height }));
  it('corners to centre and size, and back', () => {
    expect(boxes(xyxy).map(xyxyToCxcywh)).toEqual(cxcywhBoxes);
    expect(cxcywhBoxes.map(cxcywhToXyxy)).toEqual(boxes(xyxy));
  });
  it('corners to top left corner and size, and back', () => {
    expect(boxes(xyxy).map(xyxyToXywh)).toEqual(xywhBoxes);
    expect(xywhBoxes.map(xywhToXyxy)).toEqual(boxes(xyxy));
  });
  it('areas', () => expect(boxes(xyxy).map(boxArea)).toEqual(areas));
  it('clipping to the image', () => {
    const { clip } = content;
    const frame = { width: clip.image_width, height: clip.image_height };
    expect(
      boxes(clip.boxes)
        .map((box) => clipBox(box, frame))
        .map(corners),
    ).toEqual(rows(clip.clipped));
  });
});

it('overlap is symmetric and at most 1, and IoU bounds the others from above', () => {
  const side = fc.integer({ min: 1, max: 64 });
  const box = fc
    .tuple(side, side, side, side)
    .map(([x, y, width, height]) => xywhToXyxy({ x, y, width, height }));
  fc.assert(
    fc.property(box, box, (a, b) => {
      for (const measure of [iou, generalizedIou, distanceIou, completeIou]) {
        expect(measure(a, b)).toBeCloseTo(measure(b, a), 12);
        expect(measure(a, b)).toBeLessThanOrEqual(iou(a, b));
        expect(measure(a, a)).toBeCloseTo(1, 12);
      }
    }),
  );
});
