// What the network will see: training pictures with their boxes, each variation alone and all of them together.
import { type AugmentationSettings, NO_AUGMENTATION } from '../augmentation/augmentationSettings.js';
import type { PicturePlan } from '../augmentation/pictureMaker.js';
import { makePicture } from '../augmentation/recipe.js';
import type { Size } from '../boxes/box.js';
import type { Dataset } from '../datasets/dataset.js';
import { prepareSplit } from '../datasets/preparedSplit.js';
import { withClasses } from '../datasets/withClasses.js';
import { annotateImage } from '../images/annotate.js';
import { type Panel, panelSheet } from '../images/sheet.js';
import type { Detector } from './detector.js';
import type { TrainingSettings } from './presets.js';
import { trainingPictures, trainingStream } from './trainingPictures.js';
import { trainingSettings } from './trainingSettings.js';

/** What to show: the training with these settings. */
export interface PreviewOptions extends Partial<TrainingSettings> {
  readonly dataset: Dataset;
  /** Default `train`. */
  readonly trainSplit?: string;
  /** Batches to show; default 1. */
  readonly batches?: number;
}

/** WebP pictures of a training. */
export interface TrainingPreview {
  /** The first pictures, a row for each variation that is on, and one for all of them. */
  readonly variations: Uint8Array;
  /** The first batches, as the network sees them. */
  readonly batches: readonly Uint8Array[];
}

/** Panels in a row. */
const COLUMNS = 4;

/**
 * Draws the first training pictures of a detector, with boxes and class names. The luck is that of the training: its
 * first batch is the first batch shown.
 *
 * @example
 * ```ts
 * const { variations } = await trainingPreview(detector, { dataset, mosaic: 0.5 });
 * await writeFile('preview.webp', variations);
 * ```
 *
 * @throws RangeError if a setting is out of range
 * @throws DatasetError, ImageError if the data break a rule
 */
export async function trainingPreview(
  { description, network, classes }: Detector,
  { dataset, trainSplit = 'train', batches = 1, ...given }: PreviewOptions,
): Promise<TrainingPreview> {
  const { batchSize, epochs, ...settings } = trainingSettings(description.preset, given);
  const split = prepareSplit(await withClasses(dataset, classes).split(trainSplit), network.inputSize);
  const stream = trainingStream(network.model.seed);
  const read = (augmentation: AugmentationSettings, places: readonly number[]) => {
    const pictureAt = trainingPictures({ split, augmentation, epochs, stream });
    return Promise.all(places.map((place) => pictureAt(0, place)));
  };
  const draw = (picture: PicturePlan, title: string) =>
    drawPanel(picture, { title, frame: split.frame, classes });

  const rows = await Promise.all(
    variationsOf(settings).map(async ({ title, augmentation }) => {
      const pictures = await read(augmentation, range(0, COLUMNS));
      return Promise.all(pictures.map((picture) => draw(picture, title)));
    }),
  );
  const sheets = range(0, batches).map(async (batch) => {
    const pictures = await read(settings, range(batch * batchSize, batchSize));
    return panelSheet(inRows(await Promise.all(pictures.map((picture) => draw(picture, namesOf(picture))))));
  });
  return { variations: await panelSheet(rows), batches: await Promise.all(sheets) };
}

interface ShownVariation {
  readonly title: string;
  readonly augmentation: AugmentationSettings;
}

/** Nothing, each variation that is on by itself, and all together. */
function variationsOf(settings: AugmentationSettings): ShownVariation[] {
  const names = (Object.keys(NO_AUGMENTATION) as (keyof AugmentationSettings)[]).filter(
    (name) => name !== 'closeMosaic' && Boolean(settings[name]),
  );
  const alone = names.map((name) => {
    const isRare = name === 'mosaic' || name === 'mixup';
    const augmentation = { ...NO_AUGMENTATION, closeMosaic: 0, [name]: isRare ? 1 : settings[name] };
    return { title: isRare ? `${name}, here always` : titleOf(name, settings[name]), augmentation };
  });
  const together = { title: 'all together', augmentation: settings };
  return [
    { title: 'as it is', augmentation: NO_AUGMENTATION },
    ...alone,
    ...(names.length > 1 ? [together] : []),
  ];
}

function titleOf(name: string, value: number | boolean): string {
  return typeof value === 'number' ? `${name} ${value}` : name;
}

function namesOf({ examples: [first, ...others] }: PicturePlan): string {
  if (others.length === 0) return String(first?.id);
  return `${first?.id} + ${others.length} ${others.length === 1 ? 'other' : 'others'}`;
}

async function drawPanel(
  { recipe, examples }: PicturePlan,
  {
    title,
    frame,
    classes,
  }: { readonly title: string; readonly frame: Size; readonly classes: readonly string[] },
): Promise<Panel> {
  const data = new Uint8Array(frame.width * frame.height * 3);
  const objects = makePicture(recipe, examples, data);
  return { title, image: await annotateImage({ ...frame, data }, objects, { classes }) };
}

function inRows(panels: readonly Panel[]): Panel[][] {
  return range(0, Math.ceil(panels.length / COLUMNS)).map((row) =>
    panels.slice(row * COLUMNS, (row + 1) * COLUMNS),
  );
}

function range(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, place) => first + place);
}
