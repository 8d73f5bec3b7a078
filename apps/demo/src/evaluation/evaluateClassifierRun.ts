// A classifier of a run, judged on MNIST's test digits.
import { loadClassifier } from '@rectify/vision';
import { UsageError } from '../failure.js';
import { type Column, printFields, printTable } from '../output/table.js';
import type { ClassifierOptions } from '../runs/runConfig.js';

/** On which digits to judge. */
export interface ClassifierChoice {
  /** `train` or `test`; default `test`. */
  readonly split?: string;
  readonly images?: number;
}

/** What is known about a classifier; the keys are those that `rectify evaluate --json` prints. */
export type ClassifierReport = Awaited<ReturnType<typeof evaluateClassifierRun>>;

/**
 * Judges the classifier of a run.
 *
 * @throws UsageError if there is no such split, or it has fewer digits
 */
export async function evaluateClassifierRun(
  { path, options }: { readonly path: string; readonly options: ClassifierOptions },
  { split = 'test', images }: ClassifierChoice,
) {
  if (split !== 'train' && split !== 'test')
    throw new UsageError(`--split: MNIST has train and test, got "${split}"`);
  const classifier = await loadClassifier(path);
  const { network, activation, seed } = options;
  try {
    const evaluation = await classifier.evaluate({ split, ...(images !== undefined && { images }) });
    return { kind: 'classifier' as const, network, activation, seed, split, ...evaluation };
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message, { cause: error });
    throw error;
  } finally {
    await classifier.dispose();
  }
}

/** The report as `rectify evaluate` prints it. */
export function describeClassifier(report: ClassifierReport): string {
  const { network, activation, seed, split, images, accuracy, perClass, confusion } = report;
  const names = Object.keys(perClass);
  return [
    printFields([
      ['network', network],
      ['activation', activation],
      ['seed', String(seed)],
      ['digits', `${images} of MNIST's ${split} digits`],
      ['accuracy', `${(100 * accuracy).toFixed(2)} %`],
      ['mistakes', String(Math.round(images * (1 - accuracy)))],
    ]),
    printTable(
      columns('class', 'digits', 'accuracy'),
      Object.entries(perClass).map(([name, { images: own, accuracy: share }]) => [
        name,
        String(own),
        share === null ? '-' : `${(100 * share).toFixed(2)} %`,
      ]),
    ),
    printTable(
      columns('is \\ taken for', ...names),
      confusion.map((row, index) => [names[index] ?? '', ...row.map(String)]),
    ),
  ].join('\n\n');
}

function columns(first: string, ...numeric: readonly string[]): Column[] {
  return [{ heading: first }, ...numeric.map((heading) => ({ heading, isNumeric: true }))];
}
