import type { Bilingual } from '../articles.js';
import type { CheckOutcome } from '../claim.js';

/** One thing that follows from the definitions, and whether it was seen to hold. */
export interface Finding {
  readonly holds: boolean;
  readonly what: Bilingual;
}

/** Supported if everything holds; otherwise refuted, and the answer names what doesn't. */
export function outcomeOf(findings: readonly Finding[]): CheckOutcome {
  const failed = findings.filter(({ holds }) => !holds);
  if (failed.length === 0) return { verdict: 'supported', answer: joined(findings) };
  const { english, chinese } = joined(failed);
  return {
    verdict: 'refuted',
    answer: { english: `Does not hold: ${english}`, chinese: `不成立：${chinese}` },
  };
}

function joined(findings: readonly Finding[]): Bilingual {
  return {
    english: `${findings.map(({ what }) => what.english).join('; ')}.`,
    chinese: `${findings.map(({ what }) => what.chinese).join('；')}。`,
  };
}
