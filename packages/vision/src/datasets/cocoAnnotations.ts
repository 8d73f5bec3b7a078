// One annotation file of COCO (https://cocodataset.org/#format-data), checked: it may come from anywhere.
import { type BoxXyxy, type Size, xywhToXyxy } from '../boxes/box.js';
import { DatasetError } from './dataset.js';
import type { Findings } from './findings.js';
import { boxAround, brokenNameRule, LABEL_WARNINGS } from './labelRules.js';
import { readText } from './readText.js';

/** A category by its number, which may leave gaps. */
export interface CocoCategory {
  readonly id: number;
  readonly name: string;
}

/** One object as the file gives it. */
export interface CocoObject {
  readonly categoryId: number;
  readonly box: BoxXyxy;
  readonly isCrowd: boolean;
  /** Of the outline, in squared pixels; absent if the file does not say. */
  readonly area?: number;
}

/** One picture with its objects. */
export interface CocoImage {
  readonly fileName: string;
  readonly size?: Size;
  readonly objects: readonly CocoObject[];
}

/** The content of an annotation file. */
export interface CocoFile {
  readonly file: string;
  /** By ascending number. */
  readonly categories: readonly CocoCategory[];
  /** As `JSON.parse` gives it; `readCocoImages` checks it. */
  readonly raw: RawCoco;
}

interface RawCoco {
  readonly images: readonly unknown[];
  readonly annotations: readonly unknown[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads an annotation file and its categories.
 *
 * @throws DatasetError if it is not JSON with the lists `images`, `annotations` and `categories`, or two categories
 *   share a number or a name
 */
export async function readCocoFile(file: string): Promise<CocoFile> {
  const content = parseJson(await readText(file), file);
  const list = (key: string): readonly unknown[] => {
    const value = isFields(content) ? content[key] : undefined;
    if (Array.isArray(value)) return value;
    throw new DatasetError(
      `${file}: a COCO file has the lists images, annotations and categories; ${key} is not one`,
    );
  };
  const raw = { images: list('images'), annotations: list('annotations') };
  const categories = list('categories').map((entry, index) => {
    const { id, name } = isFields(entry) ? entry : {};
    if (Number.isInteger(id) && typeof name === 'string') return { id: id as number, name };
    throw new DatasetError(`${file}: categories[${index}] must have a whole number id and a text name`);
  });
  return { file, categories: sortedCategories(categories, file), raw };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DatasetError(`${file}: not JSON: ${(cause as Error).message}`, { cause });
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortedCategories(categories: readonly CocoCategory[], file: string): CocoCategory[] {
  const sorted = [...categories].sort((a, b) => a.id - b.id);
  const twice = sorted.find(({ id }, index) => sorted[index + 1]?.id === id);
  if (twice) throw new DatasetError(`${file}: two categories have the id ${twice.id}`);
  const broken = brokenNameRule(sorted.map(({ name }) => name));
  if (broken !== undefined) throw new DatasetError(`${file}: categories: ${broken}`);
  return sorted;
}

/**
 * The pictures of a file with their objects, in the order of the file.
 *
 * An entry breaks a rule if a picture has no `file_name` or shares its `id`, or an annotation names a picture or a
 * category that is not there, or its `bbox` is not four finite numbers. Without a `bbox` the box around the polygons
 * of `segmentation` is taken, with a warning.
 */
export function readCocoImages({ file, categories, raw }: CocoFile, findings: Findings): CocoImage[] {
  const images = new Map<string, { fileName: string; size?: Size; objects: CocoObject[] }>();
  for (const [index, entry] of raw.images.entries()) {
    const { id, file_name: fileName, width, height } = isFields(entry) ? entry : {};
    const broken = brokenImageRule(id, fileName, images);
    if (broken !== undefined) findings.brokenLabel(file, `: images[${index}]${broken}`);
    else images.set(String(id), { fileName: String(fileName), ...sizeOf(width, height), objects: [] });
  }
  const categoryIds = new Set(categories.map(({ id }) => id));
  for (const [index, entry] of raw.annotations.entries()) {
    const fields = isFields(entry) ? entry : {};
    const where = `: annotations[${index}]${fields.id === undefined ? '' : ` (id ${String(fields.id)})`}`;
    const image = images.get(String(fields.image_id));
    const box = boxOf(fields);
    if (image === undefined) {
      findings.brokenLabel(file, `${where}: image_id ${JSON.stringify(fields.image_id)} is no picture's id`);
    } else if (!categoryIds.has(fields.category_id as number)) {
      const known = [...categoryIds].join(', ');
      const got = JSON.stringify(fields.category_id);
      findings.brokenLabel(file, `${where}: category_id must be one of ${known}, got ${got}`);
    } else if (box === undefined) {
      const got = JSON.stringify(fields.bbox);
      findings.brokenLabel(file, `${where}: bbox must be [x, y, width, height] in pixels, got ${got}`);
    } else {
      if (box.isFromPolygon) findings.warn(LABEL_WARNINGS.polygon, file);
      image.objects.push({ categoryId: fields.category_id as number, ...objectOf(fields, box.box) });
    }
  }
  return [...images.values()];
}

function brokenImageRule(
  id: unknown,
  fileName: unknown,
  images: ReadonlyMap<string, unknown>,
): string | undefined {
  if (typeof id !== 'number' && typeof id !== 'string') return ': must have an id';
  if (images.has(String(id))) return `: shares the id ${id} with another picture`;
  if (typeof fileName !== 'string' || fileName.trim() === '') return ` (id ${id}): must have a file_name`;
  return undefined;
}

function sizeOf(width: unknown, height: unknown): { size?: Size } {
  const isSide = (side: unknown): side is number => typeof side === 'number' && side > 0;
  return isSide(width) && isSide(height) ? { size: { width, height } } : {};
}

function objectOf({ iscrowd, area }: Fields, box: BoxXyxy): Omit<CocoObject, 'categoryId'> {
  const hasArea = typeof area === 'number' && Number.isFinite(area) && area > 0;
  return { box, isCrowd: iscrowd === 1 || iscrowd === true, ...(hasArea && { area }) };
}

function boxOf({ bbox, segmentation }: Fields): { box: BoxXyxy; isFromPolygon: boolean } | undefined {
  if (isNumbers(bbox) && bbox.length === 4) {
    const [x = 0, y = 0, width = 0, height = 0] = bbox;
    return { box: xywhToXyxy({ x, y, width, height }), isFromPolygon: false };
  }
  const isAbsent = bbox === undefined || bbox === null || (Array.isArray(bbox) && bbox.length === 0);
  if (!isAbsent || !Array.isArray(segmentation)) return undefined;
  const corners = segmentation.flat(1);
  return isNumbers(corners) && corners.length >= 6 && corners.length % 2 === 0
    ? { box: boxAround(corners), isFromPolygon: true }
    : undefined;
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(Number.isFinite);
}
