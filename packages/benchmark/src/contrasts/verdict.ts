// From an interval to a verdict, by a rule that was fixed before the runs.
import type { Estimate } from '../statistics/bootstrap.js';

/** What a test ends in. A claim that was not run is `not tested`; nothing is decided by a mean alone. */
export type Verdict = 'supported' | 'refuted' | 'inconclusive' | 'not tested';

/**
 * How a contrast D (positive in the claim's favour) with its interval [low, high] and a smallest effect of interest m decides:
 *
 * - `superior`: supported if low > 0 and D >= m; refuted if high < m, for then an effect of the promised size is
 *   excluded; else inconclusive;
 * - `notWorse`: for "at least as good as": supported if low > -m, refuted if high < -m;
 * - `never`: for "all", "never", "guarantees": D counts what must not occur; one verified case refutes, and none
 *   leaves the claim inconclusive, because others may exist.
 */
export type ContrastRule = 'superior' | 'notWorse' | 'never';

/** What decides beside the estimate. */
export interface VerdictOptions {
  readonly rule: ContrastRule;
  /** m, in the unit of the contrast; from 0 up. */
  readonly smallestEffect: number;
}

/** Applies the rule. An estimate that isn't a number decides nothing. */
export function verdictOf(
  { estimate, low, high }: Estimate,
  { rule, smallestEffect }: VerdictOptions,
): Exclude<Verdict, 'not tested'> {
  switch (rule) {
    case 'superior':
      if (low > 0 && estimate >= smallestEffect) return 'supported';
      return high < smallestEffect ? 'refuted' : 'inconclusive';
    case 'notWorse':
      if (low > -smallestEffect) return 'supported';
      return high < -smallestEffect ? 'refuted' : 'inconclusive';
    case 'never':
      return estimate > 0 ? 'refuted' : 'inconclusive';
  }
}

/**
 * About how many seeds would bring the interval down to the smallest effect on either side:
 * n ((high - low) / (2 m))^2, because its width falls with the root of n.
 *
 * @returns undefined where m is 0 or the interval has no width, so that no number of seeds follows
 */
export function seedsNeeded(
  { low, high }: Estimate,
  { seeds, smallestEffect }: { readonly seeds: number; readonly smallestEffect: number },
): number | undefined {
  const needed = Math.ceil(seeds * ((high - low) / (2 * smallestEffect)) ** 2);
  return Number.isFinite(needed) && needed > seeds ? needed : undefined;
}

/**
 * How a claim with several contrasts is answered:
 *
 * - `all`: supported if every one is, refuted if one is;
 * - `any`: supported if one is, refuted if all are;
 * - `majority`: supported if more than half are, refuted if more than half are refuted.
 */
export type Combination = 'all' | 'any' | 'majority';

/**
 * The verdict on a claim from those on its contrasts. One that is missing leaves the claim untested, unless the others
 * decide it whatever the missing one might say.
 */
export function combinedVerdict(verdicts: readonly Verdict[], combination: Combination): Verdict {
  if (verdicts.length === 0) return 'not tested';
  const possible = new Set(
    (['supported', 'refuted', 'inconclusive'] as const).map((assumed) =>
      decided(
        verdicts.map((verdict) => (verdict === 'not tested' ? assumed : verdict)),
        combination,
      ),
    ),
  );
  const [only = 'not tested'] = possible;
  return possible.size === 1 ? only : 'not tested';
}

function decided(verdicts: readonly Verdict[], combination: Combination): Verdict {
  const share = (wanted: Verdict): number =>
    verdicts.filter((verdict) => verdict === wanted).length / verdicts.length;
  const { supported, refuted } = enough[combination];
  if (supported(share('supported'))) return 'supported';
  return refuted(share('refuted')) ? 'refuted' : 'inconclusive';
}

type Threshold = (share: number) => boolean;

const enough: Readonly<Record<Combination, { supported: Threshold; refuted: Threshold }>> = {
  all: { supported: (share) => share === 1, refuted: (share) => share > 0 },
  any: { supported: (share) => share > 0, refuted: (share) => share === 1 },
  majority: { supported: (share) => share > 1 / 2, refuted: (share) => share > 1 / 2 },
};
