import { type LearnedSlopes, learnedSlopes, type Model, type ModelState } from '@rectify/nn';

/** Slopes of one PReLU layer over its channels. */
export type SlopeSummary = Omit<LearnedSlopes, 'slopes'>;

/** The slopes of every PReLU layer; empty for activations that learn nothing. */
export function slopeSummaries({
  model,
  state,
}: {
  readonly model: Model;
  readonly state: ModelState;
}): SlopeSummary[] {
  return learnedSlopes(model, state).map(({ layer, mean, min, max }) => ({ layer, mean, min, max }));
}
