import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Claim } from '@rectify/benchmark';
import { type Command, Option } from 'commander';
import { UsageError } from '../failure.js';
import { integerOption } from '../options.js';
import type { Terminal } from '../terminal.js';

interface ClaimsOptions {
  readonly budget: 'quick' | 'full';
  readonly out?: string;
  readonly jobs: number;
  readonly photographs?: string;
  readonly only?: readonly string[];
  readonly json?: boolean;
}

/** Replicates of a bootstrap. */
const replicates = 10_000;

/** `rectify claims`: runs what is missing and decides every claim. */
export function addClaimsCommand(program: Command, terminal: Terminal): void {
  program
    .command('claims')
    .description(
      'Put the 58 claims of the articles to the test: run what is missing, and print the verdicts.',
    )
    .addOption(
      new Option('--budget <size>', 'quick: within 20 minutes on two cores; full: within 4 hours')
        .choices(['quick', 'full'])
        .default('quick'),
    )
    .option('--out <dir>', 'where the runs go (default: rectify-out/claims-BUDGET)')
    .option(
      '--jobs <n>',
      'runs at the same time',
      integerOption('--jobs', { from: 1, to: 256 }),
      availableParallelism(),
    )
    .option(
      '--photographs <data>',
      'a data set of photographs for the claim about complex images, such as voc:DIR',
    )
    .option(
      '--only <ids>',
      'these claims alone, such as C13,C37, and only the runs that they need',
      wordsOption,
    )
    .option('--json', 'print the ledger as JSON')
    .addHelpText('after', HELP)
    .action(async ({ budget, out, jobs, photographs, only, json }: ClaimsOptions) => {
      const { claims: all, makeLedger } = await import('@rectify/benchmark');
      const claims = only === undefined ? all : chosenClaims(all, only);
      const { gatherObservations } = await import('../claims/gatherObservations.js');
      const { ledgerContent } = await import('../claims/ledgerContent.js');
      const { printLedger } = await import('../claims/printLedger.js');
      const { writeClaims } = await import('../claims/writeClaims.js');
      const directory = out ?? join('rectify-out', `claims-${budget}`);
      const gathering = { directory, budget, jobs, photographs, claims };
      const gathered = await gatherObservations(terminal, gathering);
      const ledger = await makeLedger(gathered.observations, { seed: 0, replicates, claims });
      const content = ledgerContent(terminal, ledger, { budget, photographs });
      await writeClaims(directory, { ledger, gathered, budget, content });
      terminal.print(json ? JSON.stringify(content, null, 2) : printLedger(ledger));
      terminal.note(
        `as a page: ${join(directory, 'claims.html')}; as data: ${join(directory, 'claims.json')}`,
      );
    });
}

function wordsOption(text: string): string[] {
  return text.split(',').map((word) => word.trim());
}

function chosenClaims(all: readonly Claim[], ids: readonly string[]): Claim[] {
  const unknown = ids.find((id) => all.every((claim) => claim.id !== id));
  if (unknown !== undefined) {
    throw new UsageError(`--only must name claims from C1 to C${all.length}, got "${unknown}"`);
  }
  return all.filter(({ id }) => ids.includes(id));
}

const HELP = `
Each claim has its test and its rule fixed before the runs. Runs that are in the folder already are not repeated, so
that an interrupted command goes on where it was. The folder gets claims.html, a page in English and Chinese, with its
plots as SVG and PNG beside it, claims.json, and observations.csv with every run.

Example:
  rectify claims
  rectify claims --only C37
  rectify claims --budget full --photographs voc:path/to/BCCD`;
