import { randomStream } from '@rectify/nn/random';
import { describe, expect, it } from 'vitest';
import { type Contrast, measureContrast } from './contrast.js';
import type { Observation, RunFactors } from './observation.js';

const seeds = Array.from({ length: 10 }, (_, seed) => seed);
const options = { seed: 1, replicates: 2000 };

/** A study of two arms: `scores` gives each run its score. */
function runsOf(
  score: (factors: RunFactors, seed: number) => number,
  arms: readonly RunFactors[],
): Observation[] {
  return arms.flatMap((factors) =>
    seeds.map((seed) => ({ study: 's', factors, seed, metrics: { score: score(factors, seed) } })),
  );
}

const relu = { activation: 'relu' };
const leaky = { activation: 'leaky_relu:0.01' };
const leakyOverRelu: Contrast = {
  name: 'leaky - ReLU',
  study: 's',
  metric: 'score',
  terms: [
    { weight: 1, arms: [leaky] },
    { weight: -1, arms: [relu] },
  ],
  aggregate: 'mean',
  rule: 'superior',
  smallestEffect: 0.05,
};

describe('measureContrast', () => {
  it('finds a shift that all seeds share, whatever their spread', () => {
    const luck = seeds.map(() => randomStream(3).split('luck').uniform());
    const runs = runsOf(
      ({ activation }, seed) => 10 * (luck[seed] ?? 0) + seed + (activation === 'relu' ? 0 : 0.1),
      [relu, leaky],
    );
    const outcome = measureContrast(leakyOverRelu, runs, options);
    expect(outcome.estimate).toBeCloseTo(0.1, 10);
    expect(outcome.low).toBeCloseTo(0.1, 10);
    expect(outcome).toMatchObject({ verdict: 'supported', seeds: 10 });
  });

  it('takes a difference in the last bits for none', () => {
    const runs = runsOf(({ activation }) => (activation === 'relu' ? 0.3 : 0.1 + 0.2), [relu, leaky]);
    const outcome = measureContrast({ ...leakyOverRelu, smallestEffect: 0 }, runs, options);
    expect(outcome).toMatchObject({ estimate: 0, low: 0, high: 0, verdict: 'inconclusive' });
  });

  it('divides by the reference where the effect is relative', () => {
    const runs = runsOf(({ activation }) => (activation === 'relu' ? -4 : -3), [relu, leaky]);
    const { estimate } = measureContrast({ ...leakyOverRelu, relativeTo: relu }, runs, options);
    expect(estimate).toBeCloseTo(1 / 4, 12);
  });

  it('takes the best or worst of several arms', () => {
    const slopes = [0.01, 0.1, 0.3].map((slope) => ({ activation: `leaky_relu:${slope}` }));
    const runs = runsOf(({ activation }) => Number(String(activation).split(':')[1]), slopes);
    const spread: Contrast = {
      ...leakyOverRelu,
      terms: [
        { weight: 1, arms: slopes },
        { weight: -1, arms: slopes, pick: 'lowest' },
      ],
    };
    expect(measureContrast(spread, runs, options).estimate).toBeCloseTo(0.29, 12);
  });

  it('lets half of the seeds choose and the others judge, so that luck is not taken for gain', () => {
    const noise = randomStream(4);
    const slopes = [0.01, 0.1, 0.2, 0.3, 0.5].map((slope) => ({ activation: `leaky_relu:${slope}` }));
    const gain: Contrast = {
      ...leakyOverRelu,
      terms: [
        { weight: 1, arms: slopes },
        { weight: -1, arms: [leaky] },
      ],
    };
    const gains = Array.from({ length: 40 }, () => {
      const runs = runsOf(() => noise.normal(), slopes);
      const few = { seed: 1, replicates: 10 };
      return [gain, { ...gain, choose: 'on half of the seeds' as const }].map(
        (contrast) => measureContrast(contrast, runs, few).estimate,
      );
    });
    const average = (column: number) =>
      gains.reduce((sum, row) => sum + (row[column] ?? 0), 0) / gains.length;
    expect(average(0)).toBeGreaterThan(0.25);
    expect(Math.abs(average(1))).toBeLessThan(0.25);
  });

  it('averages over tasks, each with its own seeds', () => {
    const arms = [relu, leaky].flatMap((arm) => ['a', 'b'].map((task) => ({ ...arm, task })));
    const runs = runsOf(
      ({ activation, task }) => (activation === 'relu' ? 0 : task === 'a' ? 1 : 3),
      arms,
    ).filter(({ factors, seed }) => factors.task === 'a' || seed < 5);
    const outcome = measureContrast(
      { ...leakyOverRelu, tasks: [{ task: 'a' }, { task: 'b' }] },
      runs,
      options,
    );
    expect(outcome).toMatchObject({ estimate: 2, seeds: 15 });
  });

  it('is not tested without runs, or with seeds that no two arms share', () => {
    const runs = runsOf(() => 1, [relu]);
    expect(measureContrast(leakyOverRelu, runs, options)).toMatchObject({ verdict: 'not tested', seeds: 0 });
    const others = runsOf(() => 1, [leaky]).map((run) => ({ ...run, seed: run.seed + 100 }));
    expect(measureContrast(leakyOverRelu, [...runs, ...others], options).verdict).toBe('not tested');
  });

  it('says how many seeds would decide', () => {
    const noise = randomStream(5);
    const runs = runsOf(() => noise.normal(), [relu, leaky]);
    const { verdict, seedsNeeded } = measureContrast(leakyOverRelu, runs, options);
    expect(verdict).toBe('inconclusive');
    expect(seedsNeeded).toBeGreaterThan(100);
  });

  it('decides nothing on four seeds, or on one of a task', () => {
    const runs = runsOf(({ activation }) => (activation === 'relu' ? 0 : 1), [relu, leaky]);
    const few = runs.filter(({ seed }) => seed < 4);
    expect(measureContrast(leakyOverRelu, few, options).verdict).toBe('inconclusive');
    const fewest = runs.filter(({ seed }) => seed < 2);
    expect(measureContrast(leakyOverRelu, fewest, options)).toMatchObject({
      verdict: 'inconclusive',
      low: 1,
    });
    const enough = runs.filter(({ seed }) => seed < 5);
    expect(measureContrast(leakyOverRelu, enough, options).verdict).toBe('supported');
  });
});

describe('a simulated study of ten seeds', () => {
  const repetitions = 200;
  // As agents and detectors are compared.
  const contrast: Contrast = { ...leakyOverRelu, aggregate: 'interquartileMean' };

  /** Verdicts on studies of two arms with normal scores of spread 1, the second arm's shifted. */
  function simulate(shift: number): Record<string, number> {
    const noise = randomStream(8).split(`shift ${shift}`);
    const counts = { supported: 0, refuted: 0, inconclusive: 0, 'not tested': 0 };
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const runs = runsOf(
        ({ activation }) => noise.normal() + (activation === 'relu' ? 0 : shift),
        [relu, leaky],
      );
      counts[measureContrast(contrast, runs, { seed: repetition, replicates: 2000 }).verdict]++;
    }
    return counts;
  }

  it('of two equal arms is inconclusive in 93 of 100 repetitions or more', () => {
    expect(simulate(0).inconclusive).toBeGreaterThanOrEqual(0.93 * repetitions);
  });

  it('with a planted effect of three standard deviations finds it', () => {
    expect(simulate(3).supported).toBeGreaterThanOrEqual(0.99 * repetitions);
  });
});
