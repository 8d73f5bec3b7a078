import fc from 'fast-check';
import { expect, it } from 'vitest';
import { box, detectionsOn, problems } from '../../test/detectionProblems.js';
import { calibrationOf } from './calibration.js';

it('the error by hand: two bins', () => {
  // At 0.8 and 0.9 one of two is right, at 0.3 none of one: (2 |0.5 - 0.85| + 1 |0 - 0.3|) / 3.
  const detections = [...detectionsOn(0, [0.8, 0.9]), ...detectionsOn(1, [0.3, 0.01])];
  const truths = [{ image: 0, classIndex: 0, box: box(0, 0) }];
  const { expectedCalibrationError, bins, ...rest } = calibrationOf(
    { classCount: 1, truths, detections },
    { bins: 2 },
  );
  expect(expectedCalibrationError).toBeCloseTo((2 * 0.35 + 0.3) / 3, 12);
  expect(rest).toEqual({ iouThreshold: 0.5, scoreThreshold: 0.05, detections: 3 });
  expect(bins).toEqual([
    { low: 0, high: 0.5, detections: 1, meanScore: 0.3, precision: 0 },
    { low: 0.5, high: 1, detections: 2, meanScore: expect.closeTo(0.85, 12), precision: 0.5 },
  ]);
});

it('without detections there is no error, and the score 1 has a bin', () => {
  expect(calibrationOf({ classCount: 1, truths: [], detections: [] })).toMatchObject({
    expectedCalibrationError: null,
    detections: 0,
  });
  const sure = calibrationOf({ classCount: 1, truths: [], detections: detectionsOn(0, [1]) });
  expect(sure.bins.at(-1)).toMatchObject({ detections: 1, meanScore: 1, precision: 0 });
  expect(sure.expectedCalibrationError).toBe(1);
});

it('lies from 0 to 1, and with one bin is the gap of the means', () => {
  fc.assert(
    fc.property(problems, (random) => {
      const { expectedCalibrationError: error } = calibrationOf(random);
      fc.pre(error !== null);
      expect(error).toBeGreaterThanOrEqual(0);
      expect(error).toBeLessThanOrEqual(1);
      const { bins, expectedCalibrationError } = calibrationOf(random, { bins: 1 });
      const [{ precision, meanScore } = { precision: null, meanScore: null }] = bins;
      expect(expectedCalibrationError).toBeCloseTo(Math.abs((precision ?? 0) - (meanScore ?? 0)), 12);
      // Finer bins can't hide a gap that the coarse ones show.
      expect(error).toBeGreaterThanOrEqual((expectedCalibrationError ?? 0) - 1e-12);
    }),
  );
});
