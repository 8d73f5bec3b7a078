import { extname } from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '../failure.js';
import { integerOption } from '../options.js';
import { readRunOf } from '../runs/finishedRun.js';
import type { Terminal } from '../terminal.js';

interface PlayOptions {
  readonly out: string;
  readonly seed: number;
}

/** `rectify play RUN --out replay.webp`: one episode to watch. */
export function addPlayCommand(program: Command, terminal: Terminal): void {
  program
    .command('play')
    .description('Record a greedy episode of a trained agent as an animated picture.')
    .argument('<run>', 'folder of a finished run of an agent')
    .requiredOption('--out <file>', 'animation to write, FILE.webp', webpFile)
    .option('--seed <n>', 'decides how the episode starts', integerOption('--seed', { from: 0 }), 0)
    .addHelpText('after', '\nExample:\n  rectify play runs/prelu-1 --out replay.webp')
    .action(async (path: string, { out, seed }: PlayOptions) => {
      const run = await readRunOf('dqn', path);
      const { recordReplay } = await import('../evaluation/recordReplay.js');
      const { steps, episodeReturn } = await recordReplay(run, { out, seed });
      terminal.print(`${steps} steps, return ${episodeReturn}: ${out}`);
    });
}

function webpFile(file: string): string {
  if (extname(file).toLowerCase() === '.webp') return file;
  throw new UsageError(`--out must name a file that ends in .webp, got "${file}"`);
}
