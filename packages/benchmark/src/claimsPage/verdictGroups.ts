// The order of the page: what was refuted or stays open comes first (claims.md, section 8).
import type { Bilingual } from '../claims/articles.js';
import type { LedgerEntry } from '../claims/ledger.js';
import type { Verdict } from '../contrasts/verdict.js';

/** What became of a claim, advice apart from claims that nothing was measured for. */
export type Standing = Verdict | 'advice';

/** Claims of one standing. */
export interface VerdictGroup {
  readonly standing: Standing;
  readonly entries: readonly LedgerEntry[];
}

/** How a standing is called, and what it says. */
export const standingWords: Readonly<Record<Standing, { name: Bilingual; meaning: Bilingual }>> = {
  refuted: {
    name: { english: 'Refuted', chinese: '被否定' },
    meaning: {
      english:
        'An effect of the promised size is excluded, a counterexample was seen, or the definition says otherwise.',
      chinese: '所声称大小的效应已被排除，或出现了反例，或与定义不符。',
    },
  },
  inconclusive: {
    name: { english: 'Inconclusive', chinese: '无法判定' },
    meaning: {
      english:
        'The runs, or the papers, allow both answers. This is a result, and not the same as no effect.',
      chinese: '现有运行或文献两种答案都容许。这也是结果，但不等于没有效应。',
    },
  },
  supported: {
    name: { english: 'Supported', chinese: '得到支持' },
    meaning: {
      english:
        'The rule that was fixed before the runs is met. Support holds for the tasks and arms that are named.',
      chinese: '满足运行之前定下的规则。结论只适用于所列的任务和对比组。',
    },
  },
  'not tested': {
    name: { english: 'Not tested', chinese: '未检验' },
    meaning: {
      english: 'The runs that decide are missing, or the claim lies outside of what is measured here.',
      chinese: '缺少决定性的运行，或超出本项目的测量范围。',
    },
  },
  advice: {
    name: { english: 'Advice', chinese: '建议' },
    meaning: {
      english: 'Nothing to decide; the command follows it.',
      chinese: '无需判定；所列命令即可照做。',
    },
  },
};

const order: readonly Standing[] = ['refuted', 'inconclusive', 'supported', 'not tested', 'advice'];

/** What became of a claim. */
export function standingOf({ claim, verdict }: LedgerEntry): Standing {
  return claim.test.by === 'practice' ? 'advice' : verdict;
}

/** The claims by standing, groups without a claim left out. */
export function verdictGroups(ledger: readonly LedgerEntry[]): VerdictGroup[] {
  return order
    .map((standing) => ({ standing, entries: ledger.filter((entry) => standingOf(entry) === standing) }))
    .filter(({ entries }) => entries.length > 0);
}

/** The name of a standing as a class of the stylesheet. */
export function classOf(standing: Standing): string {
  return standing.replace(' ', '-');
}
