import type { Bilingual } from '../claims/articles.js';
import type { RunFactors } from '../contrasts/observation.js';

/** How much an experiment measures: `quick` to look, `full` to decide. */
export type Budget = 'quick' | 'full';

/** A small instrumented experiment: arms and tasks as cells, each repeated with several seeds. */
export interface Experiment {
  /** Becomes `study` of its observations. */
  readonly name: string;
  readonly question: Bilingual;
  /** Arms crossed with tasks. */
  readonly cells: readonly RunFactors[];
  /** Repetitions of each cell, with seeds from 0 up. */
  readonly seeds: Readonly<Record<Budget, number>>;
  /** One run. The same factors and seed give the same numbers, times apart. */
  readonly run: (factors: RunFactors, seed: number) => Promise<Readonly<Record<string, number>>>;
}

/** Every combination of the values, the last name varying fastest. */
export function crossed(values: Readonly<Record<string, readonly (string | number)[]>>): RunFactors[] {
  return Object.entries(values).reduce<RunFactors[]>(
    (cells, [name, choices]) =>
      cells.flatMap((cell) => choices.map((choice) => ({ ...cell, [name]: choice }))),
    [{}],
  );
}

/** A factor that is a number. */
export function numberOf(factors: RunFactors, name: string): number {
  const value = factors[name];
  if (typeof value !== 'number') throw new RangeError(`factor "${name}" must be a number, got ${value}`);
  return value;
}

/** A factor that is a word. */
export function wordOf(factors: RunFactors, name: string): string {
  const value = factors[name];
  if (typeof value !== 'string') throw new RangeError(`factor "${name}" must be a word, got ${value}`);
  return value;
}
