// Parity with NumPy and SciPy through the reference data, resamples included.
import { assertAllClose, type GoldenNumber, type GoldenTensor, golden, toNumbers } from '@rectify/golden';
import { describe, expect, it } from 'vitest';
import {
  type Aggregate,
  applyResample,
  conditionalValueAtRisk,
  drawdown,
  interquartileMean,
  interquartileRange,
  mean,
  median,
  ofTaskMeans,
  optimalityGap,
  percentileInterval,
  performanceProfile,
  pooled,
  probabilityOfImprovement,
  quantile,
  type ScoresByTask,
  standardDeviation,
} from '../src/index.js';

type AggregateName = 'iqm' | 'median' | 'mean' | 'optimality_gap';
type PerAggregate<Value> = Readonly<Record<AggregateName, Value>>;
type Tail = { readonly alpha: readonly number[]; readonly value: readonly GoldenNumber[] };

interface StatisticsReference {
  readonly header: { readonly tolerance: { readonly float64: { rtol: number; atol: number } } };
  readonly matrices: readonly {
    readonly scores: GoldenTensor;
    readonly aggregate: PerAggregate<GoldenNumber>;
    readonly per_task: Readonly<Record<string, readonly GoldenNumber[] | null>>;
    readonly performance_profile: Readonly<
      Record<'tau' | 'run_score' | 'task_mean_score', readonly GoldenNumber[]>
    >;
    readonly bootstrap: {
      readonly index: readonly (readonly number[])[];
      readonly replicates: PerAggregate<readonly GoldenNumber[]>;
      readonly percentile_95: PerAggregate<readonly GoldenNumber[]>;
      readonly percentile_90: PerAggregate<readonly GoldenNumber[]>;
      readonly standard_error: PerAggregate<GoldenNumber>;
      readonly profile_percentile_95?: readonly [readonly GoldenNumber[], readonly GoldenNumber[]];
    };
  }[];
  readonly pairs: readonly {
    readonly x: GoldenTensor;
    readonly y: GoldenTensor;
    readonly probability_of_improvement: GoldenNumber;
    readonly per_task: readonly GoldenNumber[];
    readonly bootstrap: {
      readonly index_x: readonly (readonly number[])[];
      readonly index_y: readonly (readonly number[])[];
      readonly replicates: readonly GoldenNumber[];
      readonly percentile_95: readonly GoldenNumber[];
    };
  }[];
  readonly vectors: readonly {
    readonly x: readonly GoldenNumber[];
    readonly quantiles: { readonly q: readonly number[]; readonly value: readonly GoldenNumber[] };
    readonly cvar_lower: Tail;
    readonly cvar_upper: Tail;
    readonly mean: GoldenNumber;
    readonly median: GoldenNumber;
    readonly trim_mean_25: GoldenNumber;
    readonly iqr: GoldenNumber;
    readonly max_drawdown: GoldenNumber;
    readonly std_ddof1: GoldenNumber | null;
  }[];
}

const reference = golden<StatisticsReference>('stats');
const tolerance = reference.header.tolerance.float64;
const close = (actual: readonly number[], expected: readonly GoldenNumber[], what: string): void =>
  assertAllClose(actual, expected, { tolerance, what });

const aggregates = {
  iqm: pooled(interquartileMean),
  median: ofTaskMeans(median),
  mean: ofTaskMeans(mean),
  optimality_gap: pooled(optimalityGap),
} satisfies PerAggregate<Aggregate>;
const names = Object.keys(aggregates) as AggregateName[];

/** The reference writes [runs, tasks], row-major. */
function columns<Item>(flat: readonly Item[], tasks: number): Item[][] {
  return Array.from({ length: tasks }, (_, task) => flat.filter((_, index) => index % tasks === task));
}

const byTask = ({ shape, data }: GoldenTensor): ScoresByTask => columns(toNumbers(data), shape[1] as number);

describe('matrices', () => {
  reference.matrices.forEach((matrix, index) => {
    const scores = byTask(matrix.scores);
    const { bootstrap, performance_profile: profile } = matrix;
    const resampled = bootstrap.index.map((flat) => applyResample(scores, columns(flat, scores.length)));

    it.each(names)(`${index}: %s, its replicates and intervals`, (name) => {
      const replicates = resampled.map(aggregates[name]);
      const ends = (confidence: number): number[] =>
        Object.values(percentileInterval(replicates, confidence));
      close([aggregates[name](scores)], [matrix.aggregate[name]], name);
      close(replicates, bootstrap.replicates[name], 'replicates');
      close(ends(0.95), bootstrap.percentile_95[name], 'percentile_95');
      close(ends(0.9), bootstrap.percentile_90[name], 'percentile_90');
      close([standardDeviation(replicates)], [bootstrap.standard_error[name]], 'standard_error');
    });

    it(`${index}: statistics of each task`, () => {
      const unknown = scores.map(() => 'NaN');
      const expected = (name: string): readonly GoldenNumber[] => matrix.per_task[name] ?? unknown;
      close(scores.map(mean), expected('mean'), 'mean');
      close(scores.map(median), expected('median'), 'median');
      close(scores.map(interquartileRange), expected('iqr'), 'iqr');
      close(scores.map(standardDeviation), expected('std_ddof1'), 'std_ddof1');
    });

    it(`${index}: performance profile and its band`, () => {
      const thresholds = toNumbers(profile.tau);
      expect(performanceProfile(scores.flat(), thresholds)).toEqual(toNumbers(profile.run_score));
      expect(performanceProfile(scores.map(mean), thresholds)).toEqual(toNumbers(profile.task_mean_score));
      if (!bootstrap.profile_percentile_95) return;
      const profiles = resampled.map((redrawn) => performanceProfile(redrawn.flat(), thresholds));
      const band = thresholds.map((_, at) =>
        percentileInterval(profiles.map((shares) => shares[at] as number)),
      );
      close(
        band.map(({ low }) => low),
        bootstrap.profile_percentile_95[0],
        'low',
      );
      close(
        band.map(({ high }) => high),
        bootstrap.profile_percentile_95[1],
        'high',
      );
    });
  });
});

describe('pairs', () => {
  reference.pairs.forEach((pair, index) => {
    it(`${index}: probability of improvement`, () => {
      const [x, y] = [byTask(pair.x), byTask(pair.y)];
      close([probabilityOfImprovement(x, y)], [pair.probability_of_improvement], 'all tasks');
      close(
        x.map((runs, task) => probabilityOfImprovement([runs], [y[task] as readonly number[]])),
        pair.per_task,
        'per task',
      );
      const replicates = pair.bootstrap.index_x.map((flat, replicate) =>
        probabilityOfImprovement(
          applyResample(x, columns(flat, x.length)),
          applyResample(y, columns(pair.bootstrap.index_y[replicate] as readonly number[], y.length)),
        ),
      );
      close(replicates, pair.bootstrap.replicates, 'replicates');
      close(Object.values(percentileInterval(replicates)), pair.bootstrap.percentile_95, 'interval');
    });
  });
});

describe('vectors', () => {
  reference.vectors.forEach((vector, index) => {
    const x = toNumbers(vector.x);

    it(`${index}: centre, spread and quantiles`, () => {
      close(
        [mean(x), median(x), interquartileMean(x), interquartileRange(x), standardDeviation(x)],
        [vector.mean, vector.median, vector.trim_mean_25, vector.iqr, vector.std_ddof1 ?? 'NaN'],
        'mean, median, interquartile mean, interquartile range, standard deviation',
      );
      close(
        vector.quantiles.q.map((probability) => quantile(x, probability)),
        vector.quantiles.value,
        'quantiles',
      );
    });

    it(`${index}: tails and drawdown`, () => {
      const risks = ({ alpha: sizes }: Tail, tail: 'lower' | 'upper'): number[] =>
        sizes.map((alpha) => conditionalValueAtRisk(x, { alpha, tail }));
      close(risks(vector.cvar_lower, 'lower'), vector.cvar_lower.value, 'lower tail');
      close(risks(vector.cvar_upper, 'upper'), vector.cvar_upper.value, 'upper tail');
      close([Math.max(...drawdown(x))], [vector.max_drawdown], 'largest drawdown');
    });
  });
});
