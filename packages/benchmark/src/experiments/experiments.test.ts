import { randomStream } from '@rectify/nn/random';
import { describe, expect, it } from 'vitest';
import { claims } from '../claims/claims.js';
import { hasFactors, type Observation } from '../contrasts/observation.js';
import { bornDead, bornDeadProbability } from './bornDead.js';
import type { Experiment } from './experiment.js';
import { experiments } from './experiments.js';
import { gradientFlow } from './gradientFlow.js';
import { negativePart, sineForecast, smoothFunction, spirals } from './points.js';
import { missingRuns, runExperiment } from './runExperiment.js';

const byName = new Map(experiments.map((experiment) => [experiment.name, experiment]));

describe('the experiments', () => {
  it('have every arm and task that a claim asks them for', () => {
    const asked = claims.flatMap(({ id, test }) =>
      test.by === 'contrasts' ? test.contrasts.map((contrast) => ({ id, contrast })) : [],
    );
    const own = asked.filter(({ contrast }) => byName.has(contrast.study));
    expect(own.length).toBeGreaterThan(20);
    for (const { id, contrast } of own) {
      const cells = byName.get(contrast.study)?.cells ?? [];
      for (const task of contrast.tasks ?? [{}]) {
        for (const arm of contrast.terms.flatMap(({ arms }) => arms)) {
          const found = cells.filter((factors) =>
            hasFactors({ study: '', factors, seed: 0, metrics: {} }, { ...task, ...arm }),
          );
          // One cell each: of two, the runs of one would silently be taken for those of the other.
          expect(found, `${id} ${contrast.name} ${JSON.stringify({ ...task, ...arm })}`).toHaveLength(1);
        }
      }
    }
  });

  it.each(experiments.map((experiment) => [experiment.name, experiment] as const))(
    '%s measures what its claims read',
    async (name, { cells, run }) => {
      const [factors = {}] = cells;
      const metrics = await run(factors, 0);
      for (const { test } of claims) {
        const contrasts = test.by === 'contrasts' ? test.contrasts.filter(({ study }) => study === name) : [];
        for (const { metric } of contrasts) expect(metrics[metric], metric).toBeTypeOf('number');
      }
    },
    30_000,
  );

  it('keep the promise of a seed', async () => {
    const factors = { depth: 10, gain: 'common', activation: 'relu' };
    const [first, again, other] = [
      await gradientFlow.run(factors, 3),
      await gradientFlow.run(factors, 3),
      await gradientFlow.run(factors, 4),
    ];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });
});

describe('networks born dead', () => {
  it('follow the formula of Lu et al. 2020, whose values claims.md prints', async () => {
    expect(bornDeadProbability({ width: 2, depth: 5 })).toBeCloseTo(0.7627, 4);
    expect(bornDeadProbability({ width: 4, depth: 30 })).toBeCloseTo(0.8557, 4);
    const shares = await Promise.all(
      Array.from({ length: 10 }, (_, seed) =>
        bornDead.run({ width: 4, depth: 10, activation: 'relu' }, seed),
      ),
    );
    const mean = shares.reduce((sum, { bornDeadShare = 0 }) => sum + bornDeadShare, 0) / shares.length;
    // 5,000 networks: a standard error of 0.007.
    expect(Math.abs(mean - 0.4755)).toBeLessThan(0.025);
  });
});

describe('the points', () => {
  it('have signed targets around 0 and classes of equal size', () => {
    for (const task of [negativePart, sineForecast, smoothFunction(8)]) {
      const { y } = task.draw(4000, randomStream(1));
      const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
      expect(Math.abs(mean)).toBeLessThan(0.1);
      expect(y.some((value) => value < -0.3) && y.some((value) => value > 0.3)).toBe(true);
    }
    const { y } = spirals().draw(3000, randomStream(1));
    for (const arm of [0, 1, 2]) expect(y.filter((value) => value === arm).length).toBeGreaterThan(900);
  });
});

describe('runExperiment', () => {
  const doubling: Experiment = {
    name: 'doubling',
    question: { english: '', chinese: '' },
    cells: [{ activation: 'relu' }, { activation: 'elu:1' }],
    seeds: { quick: 2, full: 3 },
    run: async (_, seed) => {
      if (seed === 2) return { value: Number.NaN };
      return { value: 2 * seed };
    },
  };

  const collect = async (runs: AsyncIterable<Observation>): Promise<Observation[]> => {
    const all: Observation[] = [];
    for await (const run of runs) all.push(run);
    return all;
  };

  it('makes what is missing, seeds first', async () => {
    const plan = missingRuns(doubling, { budget: 'quick', known: [] });
    expect(plan.map(({ seed }) => seed)).toEqual([0, 0, 1, 1]);
    const first = await collect(runExperiment(doubling, plan.slice(0, 3)));
    expect(missingRuns(doubling, { budget: 'quick', known: first })).toEqual(plan.slice(3));
    expect(first[2]).toEqual({
      study: 'doubling',
      factors: { activation: 'relu' },
      seed: 1,
      metrics: { value: 2 },
    });
  });

  it('names the run whose measurement is no number', async () => {
    const plan = missingRuns(doubling, { budget: 'full', known: [] });
    await expect(collect(runExperiment(doubling, plan))).rejects.toThrow(
      /doubling \{"activation":"relu"\}, seed 2: value must be a finite number, got NaN/,
    );
  });
});
