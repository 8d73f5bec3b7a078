import type { Contrast } from '../contrasts/contrast.js';
import type { Combination, Verdict } from '../contrasts/verdict.js';
import type { ArticleName, Bilingual } from './articles.js';

/** `C1` to `C58`; an id never changes and is never used again. */
export type ClaimId = `C${number}`;

/** What kind of statement it is: what follows from formulas, from units and gradients, from scores, from papers, or advice. */
export type ClaimKind = 'exact' | 'mechanism' | 'comparison' | 'fact' | 'practice';

/** A statement of the articles, and the test that was fixed for it before anything was run. */
export interface Claim {
  readonly id: ClaimId;
  readonly kinds: readonly ClaimKind[];
  readonly articles: readonly ArticleName[];
  /** What the articles say. */
  readonly statement: Bilingual;
  readonly test: ClaimTest;
}

/** How a claim is decided. */
export type ClaimTest = Check | Comparison | Literature | Practice | Untestable;

/** Follows from the definitions: computed whenever the ledger is made. */
export interface Check {
  readonly by: 'check';
  readonly check: () => CheckOutcome | Promise<CheckOutcome>;
}

/** What a check found. */
export interface CheckOutcome {
  readonly verdict: Verdict;
  readonly answer: Bilingual;
}

/** Decided by runs. */
export interface Comparison {
  readonly by: 'contrasts';
  readonly contrasts: readonly Contrast[];
  readonly combination: Combination;
  /** What to keep in mind when reading the numbers. */
  readonly remark?: Bilingual;
}

/** Decided by what others published. */
export interface Literature {
  readonly by: 'literature';
  readonly verdict: Verdict;
  readonly answer: Bilingual;
  readonly references: readonly string[];
}

/** Advice: nothing to decide, but it has to be easy to follow. */
export interface Practice {
  readonly by: 'practice';
  readonly answer: Bilingual;
  /** The command that follows it. */
  readonly command: string;
}

/** Outside of what is measured here. */
export interface Untestable {
  readonly by: 'nothing';
  readonly answer: Bilingual;
}
