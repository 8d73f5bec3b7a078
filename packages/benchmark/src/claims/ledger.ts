// The ledger: every claim with its verdict, from the runs that there are.

import { type ContrastOutcome, measureContrast } from '../contrasts/contrast.js';
import type { Observation } from '../contrasts/observation.js';
import { combinedVerdict, type Verdict } from '../contrasts/verdict.js';
import type { BootstrapOptions } from '../statistics/bootstrap.js';
import type { Bilingual } from './articles.js';
import type { Claim } from './claim.js';
import { claims as allClaims } from './claims.js';

/** A claim and what became of it. */
export interface LedgerEntry {
  readonly claim: Claim;
  readonly verdict: Verdict;
  /** In words, where no contrast says it in numbers, or to be kept in mind with them. */
  readonly answer: Bilingual | undefined;
  /** Empty where no runs decide. */
  readonly outcomes: readonly ContrastOutcome[];
}

/** What the ledger is made from. */
export interface LedgerOptions extends BootstrapOptions {
  /** Default: all of them. */
  readonly claims?: readonly Claim[];
}

/**
 * Decides every claim. Intervals are not adjusted for the number of claims: each is a question of its own, and the
 * report says so.
 */
export async function makeLedger(
  observations: readonly Observation[],
  { claims = allClaims, ...options }: LedgerOptions,
): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for (const claim of claims) entries.push(await decide(claim, observations, options));
  return entries;
}

async function decide(
  claim: Claim,
  observations: readonly Observation[],
  options: BootstrapOptions,
): Promise<LedgerEntry> {
  const { test } = claim;
  switch (test.by) {
    case 'check':
      return { claim, ...(await test.check()), outcomes: [] };
    case 'contrasts': {
      const outcomes = test.contrasts.map((contrast) => measureContrast(contrast, observations, options));
      const verdict = combinedVerdict(
        outcomes.map((outcome) => outcome.verdict),
        test.combination,
      );
      return { claim, verdict, answer: test.remark, outcomes };
    }
    case 'literature':
      return { claim, verdict: test.verdict, answer: test.answer, outcomes: [] };
    case 'practice':
    case 'nothing':
      return { claim, verdict: 'not tested', answer: test.answer, outcomes: [] };
  }
}
