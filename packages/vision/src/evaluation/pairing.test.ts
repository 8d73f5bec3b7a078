import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { box, problems } from '../../test/detectionProblems.js';
import { confusionMatrix } from './confusionMatrix.js';
import { findMistakes } from './mistakes.js';
import type { DetectionProblem } from './problem.js';

const thresholds = { scoreThreshold: 0.3, iouThreshold: 0.5 };
const truth = (classIndex: number, x1: number) => ({ image: 0, classIndex, box: box(x1, 0) });
const detection = (classIndex: number, x1: number, score: number) => ({ ...truth(classIndex, x1), score });

/** One of everything: right, wrong class, badly placed, missed though hinted at, false, second box, not looked at. */
const problem: DetectionProblem = {
  classCount: 2,
  truths: [truth(0, 0), truth(0, 100), truth(1, 200), truth(1, 300)],
  detections: [
    detection(0, 1, 0.9),
    detection(1, 101, 0.8),
    detection(1, 206, 0.7),
    detection(1, 300, 0.25),
    detection(0, 400, 0.6),
    detection(0, 2, 0.5),
    detection(0, 500, 0.2),
  ],
};

describe('one of everything, by hand', () => {
  it('is counted in its cell', () => {
    expect(confusionMatrix(problem, thresholds)).toEqual({
      ...thresholds,
      counts: [
        [1, 1, 0],
        [0, 0, 2],
        [2, 1, 0],
      ],
    });
  });

  it('is named, the worst first', () => {
    const mistakes = findMistakes(problem, thresholds);
    expect(mistakes.map(({ kind, severity }) => [kind, severity])).toEqual([
      ['wrong class', 0.8],
      ['missed', 0.75],
      ['badly placed', 0.7],
      ['false', 0.6],
      ['false', 0.5],
    ]);
    expect(mistakes[0]).toMatchObject({ truth: problem.truths[1], detection: problem.detections[1] });
    expect(mistakes[1]?.detection).toBeUndefined();
    expect(mistakes[3]?.truth).toBeUndefined();
  });
});

it('equal classes pair first, though another box fits better', () => {
  const counts = confusionMatrix(
    {
      classCount: 2,
      truths: [truth(0, 0), truth(1, 2)],
      detections: [detection(0, 2, 0.9), detection(1, 1, 0.9)],
    },
    thresholds,
  ).counts;
  expect(counts).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 0],
  ]);
});

it('difficult objects and crowds count neither way', () => {
  const ignored = [
    { ...truth(0, 0), isDifficult: true },
    { ...truth(0, 100), box: box(100, 0, 50), isCrowd: true },
    { ...truth(1, 300), isDifficult: true },
  ];
  const detections = [detection(0, 1, 0.9), detection(0, 110, 0.9), detection(0, 120, 0.9)];
  const problemOfIgnored = { classCount: 2, truths: ignored, detections };
  expect(confusionMatrix(problemOfIgnored, thresholds).counts.flat()).toEqual(new Array(9).fill(0));
  expect(findMistakes(problemOfIgnored, thresholds)).toEqual([]);
});

describe('any problem', () => {
  it('every truth is in its row and every detection in its column', () => {
    fc.assert(
      fc.property(problems, (random) => {
        const { counts } = confusionMatrix(random, thresholds);
        for (let index = 0; index < random.classCount; index++) {
          const row = counts[index] as readonly number[];
          expect(sum(row)).toBe(random.truths.filter(({ classIndex }) => classIndex === index).length);
          expect(sum(counts.map((other) => other[index] as number))).toBe(
            random.detections.filter(({ classIndex, score }) => classIndex === index && score >= 0.3).length,
          );
        }
      }),
    );
  });

  it('mistakes and the right ones are all there is', () => {
    fc.assert(
      fc.property(problems, (random) => {
        const mistakes = findMistakes(random, thresholds);
        const right = sum(
          confusionMatrix(random, thresholds).counts.map((row, index) => (index < 3 ? (row[index] ?? 0) : 0)),
        );
        expect(mistakes.filter((mistake) => mistake.truth).length).toBe(random.truths.length - right);
        expect(new Set(mistakes.flatMap((mistake) => mistake.truth ?? [])).size).toBe(
          random.truths.length - right,
        );
        const severities = mistakes.map(({ severity }) => severity);
        expect(severities).toEqual([...severities].sort((a, b) => b - a));
      }),
    );
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
