/** What a run was made with, such as `{ activation: 'relu', environment: 'CartPole-v1', learningRate: 0.001 }`. */
export type RunFactors = Readonly<Record<string, string | number>>;

/** One run of a study: what it was made with, and what was measured. */
export interface Observation {
  /** Name of the study. */
  readonly study: string;
  readonly factors: RunFactors;
  readonly seed: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** Whether the run has all of these factors; further ones don't matter. */
export function hasFactors({ factors }: Observation, wanted: RunFactors): boolean {
  return Object.entries(wanted).every(([name, value]) => factors[name] === value);
}
