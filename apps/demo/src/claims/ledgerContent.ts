import type { LedgerEntry, Provenance } from '@rectify/benchmark';
import { describeMachine } from '../output/machine.js';
import type { Terminal } from '../terminal.js';
import { versionsInUse } from '../versions.js';

/** What the runs were asked for. */
interface LedgerCommand {
  readonly budget: 'quick' | 'full';
  readonly photographs: string | undefined;
}

/** `claims.json`. */
export interface LedgerContent extends Provenance {
  readonly claims: readonly object[];
}

/** The ledger as it stands in `claims.json`: every verdict with its contrasts, and what made it. */
export function ledgerContent(
  terminal: Terminal,
  ledger: readonly LedgerEntry[],
  { budget, photographs }: LedgerCommand,
): LedgerContent {
  const command = [
    'rectify claims',
    `--budget ${budget}`,
    ...(photographs ? ['--photographs', photographs] : []),
  ];
  return {
    command: command.join(' '),
    versions: versionsInUse(terminal.host.nodeVersion),
    machine: describeMachine(terminal.host),
    claims: ledger.map(({ claim, verdict, answer, outcomes }) => ({
      id: claim.id,
      kinds: claim.kinds,
      articles: claim.articles,
      statement: claim.statement,
      decidedBy: claim.test.by,
      verdict,
      answer,
      contrasts: outcomes.map(({ contrast, seedsNeeded, ...outcome }) => ({
        ...contrast,
        ...outcome,
        seedsNeeded,
      })),
    })),
  };
}
