// From a plan and the observations to plots; a study without runs gives none.
import { arms } from '../claims/arms.js';
import type { Observation, RunFactors } from '../claims/observation.js';
import { hasFactors } from '../claims/observation.js';
import { plotArmScores } from '../plots/armScores.js';
import { seedCount } from '../plots/seedCount.js';
import { plotSweep, type SweepPoint } from '../plots/sweep.js';
import { type BootstrapOptions, bootstrapEstimate } from '../statistics/bootstrap.js';
import { interquartileMean } from '../statistics/interquartileMean.js';
import { mean } from '../statistics/mean.js';
import { pooled } from '../statistics/scores.js';
import { groupBy } from '../summary/grouping.js';
import type { FigurePlan } from './figurePlans.js';
import { metricName } from './metricWords.js';
import type { NamedPlot } from './namedPlot.js';

/** Enough for a figure; verdicts take more. */
const bootstrap: BootstrapOptions = { seed: 0, replicates: 2000 };

/** Metrics that are shares, drawn in per cent. */
const shares = new Set([
  'deadShare',
  'dormantShare',
  'recoveredShare',
  'bornDeadShare',
  'learned',
  'accuracy',
  'generalizationGap',
]);

/** Every plot of a plan. */
export async function drawFigures(
  plan: FigurePlan,
  observations: readonly Observation[],
): Promise<NamedPlot[]> {
  const plots: NamedPlot[] = [];
  for (const metric of plan.metrics) {
    const own = observations.filter(
      (run) => run.study === plan.study && metric in run.metrics && hasFactors(run, plan.where ?? {}),
    );
    for (const panel of panelsOf(plan, own)) {
      const runs = own.filter((run) => hasFactors(run, panel));
      const name = [plan.study, metric, ...Object.values(panel)].join('-').replace(/[^\w.-]+/g, '-');
      plots.push({ name, svg: await drawPanel(plan, { metric, panel, runs }) });
    }
  }
  return plots;
}

function panelsOf({ panels }: FigurePlan, runs: readonly Observation[]): RunFactors[] {
  if (runs.length === 0) return [];
  if (panels === undefined) return [{}];
  return distinct(runs.flatMap(({ factors }) => factors[panels] ?? [])).map((value) => ({ [panels]: value }));
}

interface Panel {
  readonly metric: string;
  readonly panel: RunFactors;
  readonly runs: readonly Observation[];
}

function drawPanel(plan: FigurePlan, panel: Panel): Promise<string> {
  return plan.along === undefined ? drawArms(plan, panel) : drawSweep(plan, { ...panel, along: plan.along });
}

function titleOf({ study }: FigurePlan, { metric, panel }: Panel): string {
  const values = Object.entries(panel).map(([name, value]) =>
    typeof value === 'number' ? `${name} ${value}` : value,
  );
  return [`${study}: ${metricName(metric).english}`, ...values].join(', ');
}

function drawArms(plan: FigurePlan, panel: Panel): Promise<string> {
  const { metric, runs } = panel;
  const arms = inOrder(runs.map(({ factors }) => String(factors.activation))).map((activation) => {
    const values = runs
      .filter(({ factors }) => factors.activation === activation)
      .map(({ seed, metrics }) => ({ seed, value: metrics[metric] as number }));
    const numbers = values.map(({ value }) => value);
    return { activation, values, center: bootstrapEstimate([numbers], pooled(interquartileMean), bootstrap) };
  });
  const isShare = shares.has(metric);
  const largest = Math.max(...runs.map(({ metrics }) => Math.abs(metrics[metric] as number)));
  return plotArmScores(arms, {
    title: titleOf(plan, panel),
    axisTitle: metricName(metric).english,
    shortestAxis: isShare ? 0.02 : largest / 20 || 1,
    format: isShare ? '~%' : '~g',
  });
}

function drawSweep(plan: FigurePlan, panel: Panel & { readonly along: readonly string[] }): Promise<string> {
  const { metric, runs, along } = panel;
  const places = new Map(
    runs.map(({ factors }) => [placeOf(factors, along), factors] as const).sort(byNumbers),
  );
  const armOf = ({ factors }: Observation): string => plan.arm ?? String(factors.activation);
  const points = inOrder(runs.map(armOf)).flatMap((activation) =>
    [...places.keys()].flatMap((place): SweepPoint[] => {
      const values = runs
        .filter((run) => armOf(run) === activation && placeOf(run.factors, along) === place)
        .map(({ metrics }) => metrics[metric] as number);
      if (values.length === 0) return [];
      return [{ activation, place, ...bootstrapEstimate([values], pooled(mean), bootstrap) }];
    }),
  );
  const { expected } = plan;
  return plotSweep(points, {
    title: titleOf(plan, panel),
    subtitle: `means of ${seedCount(counts(runs))}, bar: 95 % interval`,
    placeTitle: plan.arm === undefined ? along.join(' × ') : 'slope left of zero',
    axisTitle: metricName(metric).english,
    places: [...places.keys()],
    ...(shares.has(metric) && { format: '~%' }),
    ...(expected && {
      expected: [...places].map(([place, factors]) => ({ place, value: expected(factors) })),
    }),
  });
}

const between = ' × ';

/** `2 × 5`; of an activation its slope. */
function placeOf(factors: RunFactors, along: readonly string[]): string {
  return along.map((name) => String(factors[name]).replace(/^.*:/, '')).join(between);
}

/** The seeds of each cell. */
function counts(runs: readonly Observation[]): { readonly n: number }[] {
  const cells = groupBy(runs, ({ factors }) => JSON.stringify(Object.entries(factors).sort()));
  return cells.map(({ length }) => ({ n: length }));
}

/** By the numbers that the places consist of, the first one first; words stay in the order in which they occur. */
function byNumbers([first]: readonly [string, RunFactors], [second]: readonly [string, RunFactors]): number {
  const numbers = second.split(between).map(Number);
  const differences = first.split(between).map((part, index) => Number(part) - (numbers[index] ?? 0));
  return differences.find((difference) => difference !== 0 && !Number.isNaN(difference)) ?? 0;
}

const usualOrder: readonly string[] = Object.values(arms).map(({ activation }) => activation);

/** Activations in the order in which the claims name them, then others. */
function inOrder(activations: readonly string[]): string[] {
  const unique = distinct(activations);
  const usual = usualOrder.filter((activation) => unique.includes(activation));
  return [...usual, ...unique.filter((activation) => !usual.includes(activation))];
}

/** In the order in which they first occur, numbers by size. */
function distinct<Value extends string | number>(values: readonly Value[]): Value[] {
  const unique = [...new Set(values)];
  return unique.every((value) => typeof value === 'number')
    ? unique.sort((first, second) => Number(first) - Number(second))
    : unique;
}
