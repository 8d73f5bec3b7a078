import type { ViewCount } from '@rectify/vision/settings';
import type { Command } from 'commander';
import type { DetectionFormat, FoundObjects } from '../evaluation/detectOnImages.js';
import { countsPerClass, type ImageDetections, totalsPerClass } from '../evaluation/imageDetections.js';
import { CommandError, failureOf, UsageError } from '../failure.js';
import { numberOption, VIEWS_HELP, viewsOption } from '../options.js';
import { openProgress } from '../output/progress.js';
import { printTable } from '../output/table.js';
import { type FinishedRun, readRunOf } from '../runs/finishedRun.js';
import type { Terminal } from '../terminal.js';

interface DetectOptions {
  readonly out?: string;
  readonly threshold: number;
  readonly views?: ViewCount;
  readonly format: readonly DetectionFormat[];
  readonly recursive?: boolean;
  readonly json?: boolean;
}

/** Written out, so that `--help` need not load the detector. */
const FORMATS: Readonly<Record<DetectionFormat, string>> = {
  pictures: 'NAME.webp, the picture with its boxes drawn',
  json: 'boxes.json, what --json prints',
  coco: 'coco-results.json, and coco-images.json with what its numbers stand for',
  yolo: 'labels/NAME.txt: class cx cy width height, as shares of the picture',
  'yolo-scores': 'the same with the score behind each box',
  counts: 'counts.csv, how many of each class',
};

/** `rectify detect RUN PATH...`: annotated pictures, and the boxes in the formats that others read. */
export function addDetectCommand(program: Command, terminal: Terminal): void {
  const formats = Object.entries(FORMATS).map(([name, content]) => `  ${name.padEnd(11)}  ${content}`);
  program
    .command('detect')
    .description('Find objects on pictures with a trained detector, and count them.')
    .argument('<run>', 'folder of a finished run of a detector')
    .argument('<paths...>', 'pictures (JPEG, PNG, WebP, GIF, TIFF, AVIF, SVG), folders of them, or globs')
    .option('--out <dir>', 'write what --format names into DIR')
    .option('--format <names>', 'what to write, with commas between', formatsOption, ['pictures', 'json'])
    .option('--recursive', 'look into the folders inside folders')
    .option(
      '--threshold <score>',
      'smallest score that is reported',
      numberOption('--threshold', { from: 0, to: 1 }),
      0.3,
    )
    .option('--views <n>', VIEWS_HELP, viewsOption)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Formats:
${formats.join('\n')}

Boxes refer to the upright picture: one that its EXIF orientation turns has its width and height exchanged.
A picture that can't be read is named; the others go on, and the exit code is 1.

Examples:
  rectify detect runs/digits-1 scene.png --out found --json
  rectify detect runs/cells-1 photos 'more/*.jpg' --out found --format pictures,coco,counts`,
    )
    .action(async (path: string, paths: string[], options: DetectOptions) => {
      const run = await readRunOf('detector', path);
      const { findImages } = await import('../evaluation/findImages.js');
      const { images, failures } = await findImages(paths, options.recursive ?? false);
      for (const failure of failures) terminal.note(`rectify: ${failure}`);
      const objects = await detectAll(terminal, run, { images, options });
      const { found } = objects;
      terminal.print(options.json ? JSON.stringify(found, null, 2) : describe(objects));
      if (options.out !== undefined && found.length > 0) {
        terminal.note(`${options.format.join(', ')} in ${options.out}`);
      }
      const failed = failures.length + images.length - found.length;
      if (failed > 0)
        throw new CommandError(`${failed} of ${failed + found.length} inputs could not be read`);
    });
}

async function detectAll(
  terminal: Terminal,
  run: FinishedRun,
  { images, options }: { readonly images: readonly string[]; readonly options: DetectOptions },
): Promise<FoundObjects> {
  const { detectOnImages } = await import('../evaluation/detectOnImages.js');
  const progress = openProgress(terminal, 'detect');
  try {
    return await detectOnImages(run, images, {
      ...options,
      formats: options.format,
      onFailure: (error) => terminal.note(`rectify: ${failureOf(error).message}`),
      onShare: (share) => progress.update({ share }),
    });
  } finally {
    progress.end();
  }
}

function formatsOption(text: string): DetectionFormat[] {
  return text.split(',').map((name) => {
    if (Object.hasOwn(FORMATS, name)) return name as DetectionFormat;
    throw new UsageError(
      `--format must be one or more of ${Object.keys(FORMATS).join(', ')}, with commas between, got "${name}"`,
    );
  });
}

function describe({ classes, found }: FoundObjects): string {
  const objects = found.reduce((sum, { boxes }) => sum + boxes.length, 0);
  const total = `${countOf(objects, 'object')} on ${countOf(found.length, 'picture')}`;
  if (objects === 0) return total;
  const [only, ...others] = found;
  const boxes = only !== undefined && others.length === 0 ? [boxTable(only)] : [];
  return [...boxes, countTable(found, classes), total].join('\n\n');
}

function countOf(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function boxTable({ boxes }: ImageDetections): string {
  const columns = ['score', 'x1', 'y1', 'x2', 'y2'].map((heading) => ({ heading, isNumeric: true }));
  const rows = boxes.map((box) => [
    box.class,
    box.score.toFixed(3),
    ...box.xyxy.map((pixels) => pixels.toFixed(1)),
  ]);
  return printTable([{ heading: 'class' }, ...columns], rows);
}

const WIDEST_TABLE = 100;

/** A line a picture and a column a class, or where that is too wide a line for each count. */
function countTable(found: readonly ImageDetections[], classes: readonly string[]): string {
  const totals = totalsPerClass(found, classes);
  const present = classes.filter((_, index) => (totals[index] ?? 0) > 0);
  const groups = [
    ...found.map((picture) => ({ name: picture.image, counts: countsPerClass(picture, present) })),
    { name: 'total', counts: totalsPerClass(found, present) },
  ];
  const wide = printTable(
    [{ heading: 'picture' }, ...present.map((heading) => ({ heading, isNumeric: true }))],
    groups.map(({ name, counts }) => [name, ...counts.map(String)]),
  );
  if (Math.max(...wide.split('\n').map(({ length }) => length)) <= WIDEST_TABLE) return wide;
  return printTable(
    [{ heading: 'picture' }, { heading: 'class' }, { heading: 'count', isNumeric: true }],
    groups.flatMap(({ name, counts }) =>
      counts.flatMap((count, index) => (count === 0 ? [] : [[name, present[index] ?? '', String(count)]])),
    ),
  );
}
