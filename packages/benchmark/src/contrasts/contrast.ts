// A contrast: a weighted sum of what arms reach, whose sign says whether the runs favour the claim.
import { type BootstrapOptions, type Estimate, resampledEstimate } from '../statistics/bootstrap.js';
import { expandedConfidence } from '../statistics/expandedConfidence.js';
import { interquartileMean } from '../statistics/interquartileMean.js';
import { mean } from '../statistics/mean.js';
import { hasFactors, type Observation, type RunFactors } from './observation.js';
import { seedsNeeded, type Verdict, type VerdictOptions, verdictOf } from './verdict.js';

/** One or several arms in a contrast; of several the one that reached most or least counts. */
export interface Term {
  readonly weight: number;
  readonly arms: readonly RunFactors[];
  /** Which of several arms counts; default `highest`. */
  readonly pick?: 'highest' | 'lowest';
}

/**
 * D = mean over tasks of sum over terms of weight * aggregate(metric over seeds), positive in the claim's favour.
 * Fixed before the runs.
 */
export interface Contrast extends VerdictOptions {
  /** Unique within the claim; a few words. */
  readonly name: string;
  /** Name of the study whose runs decide. */
  readonly study: string;
  /** A metric of that study's runs. */
  readonly metric: string;
  readonly terms: readonly Term[];
  /** The tasks, each with seeds of its own; default one, which is the whole study. */
  readonly tasks?: readonly RunFactors[];
  /** Over the seeds of an arm; default `interquartileMean`. */
  readonly aggregate?: 'interquartileMean' | 'mean';
  /** D is then divided by what this arm reaches: an effect of 0.1 is 10 %. */
  readonly relativeTo?: RunFactors;
  /**
   * Where the best of several arms is chosen: on all seeds, which flatters the choice (default), or on every second one,
   * so that the others judge it.
   */
  readonly choose?: 'on half of the seeds';
}

/** A contrast as it came out. */
export interface ContrastOutcome extends Estimate {
  readonly contrast: Contrast;
  /** Seeds that all arms of a task have, added over tasks. */
  readonly seeds: number;
  readonly verdict: Verdict;
  /** About how many seeds would decide, if these don't. */
  readonly seedsNeeded: number | undefined;
}

/** With fewer seeds all of them fall on one side too often for that to say anything: once in 32 times with five. */
const fewestSeeds = 5;

/**
 * Measures a contrast on the runs: paired by seed, with a bootstrap over the seeds of each task that keeps the arms of a
 * seed together. Its interval is expanded as `expandedConfidence` says, because seeds are few; with fewer than five in
 * all, or one alone in a task, the verdict is `inconclusive` unless the rule is `never`.
 *
 * @returns with the verdict `not tested` if a task has no seed that all its arms share, or one alone where half of them choose
 */
export function measureContrast(
  contrast: Contrast,
  observations: readonly Observation[],
  options: BootstrapOptions,
): ContrastOutcome {
  const own = observations.filter(({ study }) => study === contrast.study);
  const tables = (contrast.tasks ?? [{}]).map((task) => pairedScores(contrast, task, own));
  const fewest = contrast.choose === undefined ? 1 : 2;
  if (tables.some(({ seeds }) => seeds.length < fewest)) return untested(contrast);
  const positions = tables.map(({ seeds }) => seeds.map((_, position) => position));
  const effect = ({ choosing, judging }: Draw): number =>
    mean(
      tables.map((table, task) =>
        effectOf(contrast, table, { choosing: choosing[task] ?? [], judging: judging[task] ?? [] }),
      ),
    );
  const confidence = confidenceOf(contrast, tables, options.confidence);
  const estimate = withoutRounding(
    bootstrapDraws(positions, contrast, { effect, options: { ...options, confidence } }),
  );
  const seeds = tables.reduce((sum, table) => sum + table.seeds.length, 0);
  const isFew = seeds < fewestSeeds || tables.some((table) => table.seeds.length === 1);
  const verdict = isFew && contrast.rule !== 'never' ? 'inconclusive' : verdictOf(estimate, contrast);
  return {
    contrast,
    ...estimate,
    seeds,
    verdict,
    seedsNeeded: verdict === 'inconclusive' ? seedsNeeded(estimate, { ...contrast, seeds }) : undefined,
  };
}

/** Positions of seeds, task by task: those that choose among arms, and those that judge. */
interface Draw<Positions = readonly (readonly number[])[]> {
  readonly choosing: Positions;
  readonly judging: Positions;
}

function bootstrapDraws(
  positions: readonly (readonly number[])[],
  { choose }: Contrast,
  { effect, options }: { readonly effect: (draw: Draw) => number; readonly options: BootstrapOptions },
): Estimate {
  if (choose === undefined) {
    return resampledEstimate([positions], ([all = []]) => effect({ choosing: all, judging: all }), options);
  }
  const half = (parity: number) =>
    positions.map((task) => task.filter((position) => position % 2 === parity));
  return resampledEstimate(
    [half(0), half(1)],
    ([choosing = [], judging = []]) => effect({ choosing, judging }),
    options,
  );
}

/** Sums of equal shares miss 0 by their last bits, and a bound a little above 0 would support a claim. */
function withoutRounding({ estimate, low, high }: Estimate): Estimate {
  const settled = (value: number): number => (Math.abs(value) < 1e-12 ? 0 : value);
  return { estimate: settled(estimate), low: settled(low), high: settled(high) };
}

/** Half of the seeds judge where the other half chooses. */
function confidenceOf({ choose }: Contrast, tables: readonly PairedScores[], wanted = 0.95): number {
  const judging = tables.map(({ seeds }) =>
    choose === undefined ? seeds.length : Math.floor(seeds.length / 2),
  );
  const runsPerTask = Math.max(2, Math.min(...judging));
  const all = judging.reduce((sum, count) => sum + count, 0);
  return expandedConfidence(wanted, { runsPerTask, degreesOfFreedom: Math.max(1, all - tables.length) });
}

function untested(contrast: Contrast): ContrastOutcome {
  const unknown = { estimate: Number.NaN, low: Number.NaN, high: Number.NaN };
  return { contrast, ...unknown, seeds: 0, verdict: 'not tested', seedsNeeded: undefined };
}

/** The metric of every arm of a task, on the seeds that all of them have. */
interface PairedScores {
  readonly seeds: readonly number[];
  /** By the printed factors of the arm, in the order of `seeds`. */
  readonly scores: ReadonlyMap<string, readonly number[]>;
}

function pairedScores(
  contrast: Contrast,
  task: RunFactors,
  observations: readonly Observation[],
): PairedScores {
  const { terms, relativeTo, metric } = contrast;
  const arms = [...terms.flatMap((term) => term.arms), ...(relativeTo ? [relativeTo] : [])];
  const bySeed = arms.map((arm) => {
    const runs = observations.filter((run) => hasFactors(run, { ...task, ...arm }) && metric in run.metrics);
    return new Map(runs.map((run) => [run.seed, run.metrics[metric] as number]));
  });
  const seeds = [...(bySeed[0]?.keys() ?? [])]
    .filter((seed) => bySeed.every((scores) => scores.has(seed)))
    .sort((first, second) => first - second);
  const inOrder = (scores: ReadonlyMap<number, number>): number[] =>
    seeds.map((seed) => scores.get(seed) as number);
  const scores = new Map(arms.map((arm, index) => [nameOf(arm), inOrder(bySeed[index] ?? new Map())]));
  return { seeds, scores };
}

function effectOf(
  { terms, aggregate = 'interquartileMean', relativeTo }: Contrast,
  { scores }: PairedScores,
  { choosing, judging }: Draw<readonly number[]>,
): number {
  const reach = (arm: RunFactors, positions: readonly number[]): number => {
    const own = scores.get(nameOf(arm)) as readonly number[];
    return aggregates[aggregate](positions.map((position) => own[position] as number));
  };
  const chosen = ({ arms, pick = 'highest' }: Term): RunFactors => {
    const sign = pick === 'highest' ? 1 : -1;
    const ranked = arms.map((arm) => ({ arm, reached: sign * reach(arm, choosing) }));
    return ranked.reduce((best, other) => (other.reached > best.reached ? other : best)).arm;
  };
  const sum = terms.reduce((total, term) => total + term.weight * reach(chosen(term), judging), 0);
  return relativeTo ? sum / Math.abs(reach(relativeTo, judging)) : sum;
}

const aggregates = { interquartileMean, mean } as const;

function nameOf(arm: RunFactors): string {
  return JSON.stringify(Object.entries(arm).sort(([first], [second]) => (first < second ? -1 : 1)));
}
