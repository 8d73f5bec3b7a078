import { expect, it } from 'vitest';
import { cocoImages, cocoResults, countsCsv, yoloLabels } from './detectionFormats.js';
import type { ImageDetections } from './imageDetections.js';

const classes = ['cat', 'dog, small'];
const found: readonly ImageDetections[] = [
  { image: 'empty.jpg', width: 10, height: 10, boxes: [] },
  {
    image: 'a "b".jpg',
    width: 200,
    height: 100,
    boxes: [
      { class: 'dog, small', score: 0.75, xyxy: [20, 10, 120, 60] },
      { class: 'cat', score: 0.5, xyxy: [0, 0, 200, 100] },
    ],
  },
];

it('COCO: numbers from 1, boxes by corner and size', () => {
  expect(cocoResults(found, classes)).toEqual([
    { image_id: 2, category_id: 2, bbox: [20, 10, 100, 50], score: 0.75 },
    { image_id: 2, category_id: 1, bbox: [0, 0, 200, 100], score: 0.5 },
  ]);
  expect(cocoImages(found, classes)).toEqual({
    images: [
      { id: 1, file_name: 'empty.jpg', width: 10, height: 10 },
      { id: 2, file_name: 'a "b".jpg', width: 200, height: 100 },
    ],
    categories: [
      { id: 1, name: 'cat' },
      { id: 2, name: 'dog, small' },
    ],
  });
});

it('YOLO: class, centre and size as shares, and the score if asked for', () => {
  const [empty, second] = found as [ImageDetections, ImageDetections];
  expect(yoloLabels(second, classes, false)).toBe(
    '1 0.350000 0.350000 0.500000 0.500000\n0 0.500000 0.500000 1.000000 1.000000\n',
  );
  expect(yoloLabels(second, classes, true)).toMatch(/^1 .* 0\.750000\n0 .* 0\.500000\n$/);
  expect(yoloLabels(empty, classes, true)).toBe('');
});

it('counts: a line a picture and the totals, quoted where a cell needs it', () => {
  expect(countsCsv(found, classes)).toBe(
    'image,cat,"dog, small"\nempty.jpg,0,0\n"a ""b"".jpg",1,1\ntotal,1,1\n',
  );
});
