import fc from 'fast-check';
import { expect, it } from 'vitest';
import { box, detectionsOn, problems } from '../../test/detectionProblems.js';
import { type CountingProblem, chooseScoreThresholds, countingErrors } from './counting.js';

const problem: CountingProblem = {
  classCount: 1,
  imageCount: 3,
  truths: [0, 0, 1].map((image, place) => ({ image, classIndex: 0, box: box(20 * place, 0) })),
  detections: [
    ...detectionsOn(0, [0.9, 0.8, 0.3]),
    ...detectionsOn(1, [0.7, 0.4]),
    // Nothing is on this image.
    ...detectionsOn(2, [0.2]),
  ],
};

it('mean and median of |predicted - true|, and the ratio of the sums, by hand', () => {
  // 0.5: counted are 2, 1, 0 of 2, 1, 0. 0.25: 3, 2, 0. 0.1: 3, 2, 1.
  expect(countingErrors(problem, [0.5])[0]).toEqual({
    scoreThreshold: 0.5,
    medianAbsoluteError: 0,
    meanAbsoluteError: 0,
    sumRatio: 1,
    predicted: 3,
    truths: 3,
    perImage: [2, 1, 0].map((count) => ({ predicted: count, truths: count })),
  });
  expect(countingErrors(problem, [0.25])[0]).toMatchObject({
    medianAbsoluteError: 1,
    meanAbsoluteError: 2 / 3,
    sumRatio: 5 / 3,
  });
  expect(countingErrors(problem, [0.1])[0]).toMatchObject({ meanAbsoluteError: 1, sumRatio: 2 });
  expect(countingErrors({ ...problem, truths: [] }, [0.1])[0]?.sumRatio).toBeNull();
});

it('the threshold that counts best lies half way between two scores', () => {
  expect(chooseScoreThresholds(problem)).toEqual([expect.closeTo((0.7 + 0.4) / 2, 12)]);
});

it('a class that never occurs is best not counted at all', () => {
  expect(chooseScoreThresholds({ ...problem, truths: [] })).toEqual([1]);
});

it('what is detected on a difficult object is not counted, nor the object', () => {
  const difficult = { image: 2, classIndex: 0, box: box(0, 0), isDifficult: true };
  const changed = { ...problem, truths: [...problem.truths, difficult] };
  expect(countingErrors(changed, [0.1])[0]).toMatchObject({ predicted: 5, truths: 3 });
});

it('no threshold counts better than the chosen one', () => {
  fc.assert(
    fc.property(problems, (random) => {
      const chosen = countingErrors(random, chooseScoreThresholds(random));
      for (const threshold of [0, ...random.detections.map(({ score }) => score), 1]) {
        countingErrors(
          random,
          chosen.map(() => threshold),
        ).forEach(({ meanAbsoluteError }, classIndex) => {
          expect(chosen[classIndex]?.meanAbsoluteError).toBeLessThanOrEqual((meanAbsoluteError ?? 0) + 1e-12);
        });
      }
    }),
    { numRuns: 60 },
  );
});
