// Observations on disk: one JSON object a line, appended as they are measured.
import { z } from 'zod';
import { readJson } from '../runs/readJson.js';
import type { Observation } from './observation.js';

const schema = z.object({
  study: z.string().min(1),
  factors: z.record(z.string(), z.union([z.string(), z.number()])),
  seed: z.int().nonnegative(),
  metrics: z.record(z.string(), z.number()),
});

/** What a file of observations holds. */
export interface ObservationLines {
  readonly observations: readonly Observation[];
  /** Characters up to the end of the last whole line; what is behind it was cut off while it was written. */
  readonly wholeLength: number;
}

/** The line of an observation, line break included. */
export function printObservation(observation: Observation): string {
  return `${JSON.stringify(observation)}\n`;
}

/**
 * Reads lines that `printObservation` wrote. A last line without a line break was cut off and doesn't count.
 *
 * @param file - opens the message of errors
 * @throws RunFileError naming the line and what is wrong with it
 */
export function readObservations(text: string, file: string): ObservationLines {
  const wholeLength = text.lastIndexOf('\n') + 1;
  const lines = text.slice(0, wholeLength).split('\n').slice(0, -1);
  const observations = lines.map((line, index) => readJson(line, schema, `${file}, line ${index + 1}`));
  return { observations, wholeLength };
}
