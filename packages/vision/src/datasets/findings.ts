import { DatasetError, type DatasetProblem, type DatasetWarning } from './dataset.js';

/** Takes what cannot be used, in place of an error that ends the work. */
export type ProblemListener = (problem: DatasetProblem) => void;

/**
 * What was found wrong while a split was read. What can be worked around is counted; what cannot is a
 * DatasetError, or goes to the listener if there is one, and is then left out.
 */
export class Findings {
  readonly #byRule = new Map<string, { count: number; files: Set<string> }>();
  readonly #onProblem: ProblemListener | undefined;

  constructor(onProblem?: ProblemListener) {
    this.#onProblem = onProblem;
  }

  /** True if problems are collected rather than thrown. */
  get isCollecting(): boolean {
    return this.#onProblem !== undefined;
  }

  /** Counts something that was worked around; the rule says what is wrong and what was done about it. */
  warn(rule: string, file: string, count = 1): void {
    if (count === 0) return;
    const known = this.#byRule.get(rule) ?? { count: 0, files: new Set() };
    known.count += count;
    known.files.add(file);
    this.#byRule.set(rule, known);
  }

  /** @throws DatasetError with the message, unless problems are collected */
  report(problem: DatasetProblem): void {
    if (this.#onProblem === undefined) throw new DatasetError(problem.message);
    this.#onProblem(problem);
  }

  /** A label that breaks a rule; the message begins with the file. */
  brokenLabel(file: string, message: string): void {
    this.report({ kind: 'broken label', file, message: `${file}${message}` });
  }

  /** What was worked around, in the order in which it was first met. */
  get warnings(): DatasetWarning[] {
    return [...this.#byRule].map(([rule, { count, files }]) => ({ rule, count, files: [...files] }));
  }
}
