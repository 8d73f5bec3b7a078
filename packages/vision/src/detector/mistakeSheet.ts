// The worst mistakes as pictures: each in its surroundings, with what is there and what was detected.
import { enclosingBox } from '../boxes/overlap.js';
import type { Dataset, DatasetSplit } from '../datasets/dataset.js';
import { withClasses } from '../datasets/withClasses.js';
import { MISTAKE_KINDS, type Mistake } from '../evaluation/mistakes.js';
import { fitOf } from '../evaluation/problem.js';
import { annotateImage, type LabelledBox } from '../images/annotate.js';
import { cropAround } from '../images/crop.js';
import { type Panel, panelSheet } from '../images/sheet.js';

/** Which mistakes to show. */
export interface MistakeSheetOptions {
  readonly dataset: Dataset;
  /** The split that the mistakes were made on; default `val`. */
  readonly split?: string;
  /** As `findMistakes` and `analyseDetector` return them. */
  readonly mistakes: readonly Mistake[];
  /** The worst so many of each kind; default 5. */
  readonly perKind?: number;
}

const PANEL_PIXELS = 280;
/** The side of what is shown over the longest side of the boxes. */
const SURROUNDINGS = 2.5;
const SMALLEST_SURROUNDINGS_PIXELS = 48;

/**
 * The worst mistakes of each kind as a WebP picture, a row a kind. Truth is dashed, detections are solid; of the objects
 * around only the outlines of the truth are shown.
 *
 * @throws RangeError if there is no mistake
 */
export async function mistakeSheet(
  { classes }: { readonly classes: readonly string[] },
  { dataset, split: name = 'val', mistakes, perKind = 5 }: MistakeSheetOptions,
): Promise<Uint8Array> {
  if (mistakes.length === 0) throw new RangeError('mistakeSheet: needs at least one mistake, got none');
  const split = await withClasses(dataset, classes).split(name);
  const rows: Panel[][] = [];
  for (const kind of MISTAKE_KINDS) {
    const worst = mistakes.filter((mistake) => mistake.kind === kind).slice(0, perKind);
    const row: Panel[] = [];
    for (const mistake of worst) row.push(await mistakePanel(split, mistake, classes));
    if (row.length > 0) rows.push(row);
  }
  return panelSheet(rows);
}

async function mistakePanel(
  split: DatasetSplit,
  mistake: Mistake,
  classes: readonly string[],
): Promise<Panel> {
  const { image, objects } = await split.example(mistake.image);
  const { truth, detection } = mistake;
  const boxes = [truth, detection].flatMap((item) => (item === undefined ? [] : [item.box]));
  const longest = Math.max(...boxes.flatMap(({ x1, y1, x2, y2 }) => [x2 - x1, y2 - y1]));
  const { image: shown, place } = await cropAround(image, boxes.reduce(enclosingBox), {
    surroundings: Math.max(SURROUNDINGS * longest, SMALLEST_SURROUNDINGS_PIXELS),
    sidePixels: PANEL_PIXELS,
  });
  const drawn: LabelledBox[] = [
    ...objects.map((object) => ({ ...object, isDashed: true, label: '' })),
    ...(truth === undefined ? [] : [{ ...truth, isDashed: true, label: `is ${classes[truth.classIndex]}` }]),
    ...(detection === undefined ? [] : [detection]),
  ];
  const placed = drawn.map((labelled) => ({ ...labelled, box: place(labelled.box) }));
  return {
    title: titleOf(mistake, classes),
    image: await annotateImage(shown, placed, { classes, enlarge: 1 }),
  };
}

function titleOf({ kind, truth, detection }: Mistake, classes: readonly string[]): string {
  const [object, seen] = [truth, detection].map((item) => item && classes[item.classIndex]);
  if (detection === undefined) return `${kind}: ${object}`;
  const sure = `${seen} ${detection.score.toFixed(2)}`;
  if (truth === undefined) return `${kind}: ${sure}`;
  const detail = kind === 'wrong class' ? `is ${object}` : `IoU ${fitOf(detection.box, truth).toFixed(2)}`;
  return `${kind}: ${sure}, ${detail}`;
}
