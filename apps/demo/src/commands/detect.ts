import type { Command } from 'commander';
import { numberOption } from '../options.js';
import { printTable } from '../output/table.js';
import { readRunOf } from '../runs/finishedRun.js';
import type { Terminal } from '../terminal.js';

interface DetectOptions {
  readonly out?: string;
  readonly threshold: number;
  readonly json?: boolean;
}

/** `rectify detect RUN IMAGE...`: annotated pictures, and the boxes as JSON. */
export function addDetectCommand(program: Command, terminal: Terminal): void {
  program
    .command('detect')
    .description('Find objects on pictures with a trained detector.')
    .argument('<run>', 'folder of a finished run of a detector')
    .argument('<images...>', 'JPEG, PNG, WebP, GIF, TIFF, AVIF or SVG files')
    .option('--out <dir>', 'write the pictures with their boxes drawn, and boxes.json, into DIR')
    .option(
      '--threshold <score>',
      'smallest score that is reported',
      numberOption('--threshold', { from: 0, to: 1 }),
      0.3,
    )
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  rectify detect runs/digits-1 scene.png --out found --json')
    .action(async (path: string, images: string[], options: DetectOptions) => {
      const run = await readRunOf('detector', path);
      const { detectOnImages } = await import('../evaluation/detectOnImages.js');
      const found = await detectOnImages(run, images, options);
      terminal.print(options.json ? JSON.stringify(found, null, 2) : describe(found));
      if (options.out !== undefined) terminal.note(`annotated pictures and boxes.json in ${options.out}`);
    });
}

type Found = Awaited<ReturnType<typeof import('../evaluation/detectOnImages.js').detectOnImages>>;

function describe(found: Found): string {
  const columns = ['score', 'x1', 'y1', 'x2', 'y2'].map((heading) => ({ heading, isNumeric: true }));
  const rows = found.flatMap(({ image, boxes }) =>
    boxes.map((box) => [
      image,
      box.class,
      box.score.toFixed(3),
      ...box.xyxy.map((pixels) => pixels.toFixed(1)),
    ]),
  );
  const count = rows.length === 1 ? '1 object' : `${rows.length} objects`;
  const pictures = found.length === 1 ? '1 picture' : `${found.length} pictures`;
  if (rows.length === 0) return `${count} on ${pictures}`;
  return `${printTable([{ heading: 'picture' }, { heading: 'class' }, ...columns], rows)}\n\n${count} on ${pictures}`;
}
