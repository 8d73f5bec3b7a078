// Many pictures at a glance, with what is marked on them.
import type { Size } from '../boxes/box.js';
import { annotateImage, type LabelledBox } from './annotate.js';
import { applyLetterbox } from './applyLetterbox.js';
import type { RgbImage } from './image.js';
import { boxToFrame, fitLetterbox } from './letterbox.js';
import { type Panel, panelSheet } from './sheet.js';

/** One picture of a contact sheet, boxes in its pixels. */
export interface ContactSheetEntry {
  readonly title: string;
  readonly image: RgbImage;
  readonly boxes: readonly LabelledBox[];
}

const FRAME: Size = { width: 480, height: 360 };
const COLUMNS = 4;

/**
 * A WebP picture with all entries in rows, scaled to one size, their boxes outlined and named. A name that would
 * cover another one is left out; the colour still tells the class.
 *
 * @param classes - name of each class, in the order of the class indices
 * @throws RangeError if there are no entries
 */
export async function contactSheet(
  entries: readonly ContactSheetEntry[],
  { classes }: { readonly classes: readonly string[] },
): Promise<Uint8Array> {
  if (entries.length === 0) throw new RangeError('contactSheet: needs at least one entry, got none');
  const panels: Panel[] = [];
  for (const { title, image, boxes } of entries) {
    const letterbox = fitLetterbox(image, FRAME);
    const scaled = boxes.map((labelled) => ({ ...labelled, box: boxToFrame(labelled.box, letterbox) }));
    const framed = await applyLetterbox(image, letterbox);
    const drawn = await annotateImage(framed, scaled, { classes, enlarge: 1, coveredLabels: 'omit' });
    panels.push({ title, image: drawn });
  }
  const rows = Array.from({ length: Math.ceil(panels.length / COLUMNS) }, (_, row) =>
    panels.slice(row * COLUMNS, (row + 1) * COLUMNS),
  );
  return panelSheet(rows);
}
