import type { ContrastOutcome, LedgerEntry, Verdict } from '@rectify/benchmark';
import { printTable } from '../output/table.js';

/** The ledger as text: every claim with what decided it, then how many there are of each verdict. */
export function printLedger(ledger: readonly LedgerEntry[]): string {
  const hasIntervals = ledger.some(({ outcomes }) => outcomes.length > 0);
  const parts = [...ledger.map(printEntry), ...(hasIntervals ? [intervalNote] : []), summaryOf(ledger)];
  return parts.join('\n\n');
}

const intervalNote =
  'The 95 % intervals are bootstrap intervals, paired by seed and widened for few seeds, where plain ones are too narrow;\nthey are not adjusted for the number of claims.';

/** `12 supported, 9 refuted, ...`; advice is nothing to decide. */
function summaryOf(ledger: readonly LedgerEntry[]): string {
  const order = ['supported', 'refuted', 'inconclusive', 'not tested', 'advice'] as const;
  const standings = ledger.map(({ claim, verdict }) => (claim.test.by === 'practice' ? 'advice' : verdict));
  const counts = order.map((kind) => `${standings.filter((standing) => standing === kind).length} ${kind}`);
  return `${ledger.length} claims: ${counts.join(', ')}`;
}

function printEntry({ claim, verdict, answer, outcomes }: LedgerEntry): string {
  const lines = [`${claim.id}  ${headingOf(claim.test.by, verdict)}`, claim.statement.english];
  if (answer) lines.push(answer.english);
  if (claim.test.by === 'literature') lines.push(...claim.test.references);
  if (claim.test.by === 'practice') lines.push(claim.test.command);
  if (outcomes.length > 0) lines.push(...printOutcomes(outcomes).split('\n'));
  const [heading = '', ...rest] = lines;
  return [heading, ...rest.map((line) => `     ${line}`)].join('\n');
}

function headingOf(by: LedgerEntry['claim']['test']['by'], verdict: Verdict): string {
  return by === 'practice' ? 'ADVICE' : verdict.toUpperCase();
}

function printOutcomes(outcomes: readonly ContrastOutcome[]): string {
  return printTable(
    [
      { heading: 'contrast' },
      { heading: 'D', isNumeric: true },
      { heading: '95 % interval', isNumeric: true },
      { heading: 'm', isNumeric: true },
      { heading: 'seeds', isNumeric: true },
      { heading: 'verdict' },
    ],
    outcomes.map((outcome) => {
      const { contrast, estimate, low, high, seeds, verdict, seedsNeeded } = outcome;
      const isMeasured = verdict !== 'not tested';
      return [
        contrast.name,
        isMeasured ? short(estimate) : '-',
        isMeasured ? `${short(low)} to ${short(high)}` : '-',
        short(contrast.smallestEffect),
        String(seeds),
        seedsNeeded === undefined ? verdict : `${verdict}; about ${seedsNeeded} seeds would decide`,
      ];
    }),
  );
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
