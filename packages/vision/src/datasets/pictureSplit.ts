// A split of pictures on disk. Every picture is decoded once when the split is opened: so what cannot be read is
// known, counted and left out before the first epoch, and every epoch has the same examples.
import type { Size } from '../boxes/box.js';
import { decodeImage } from '../images/decode.js';
import { ImageError } from '../images/image.js';
import { checkIndex, DatasetError, type DatasetSplit, type LabelledObject } from './dataset.js';
import type { Findings } from './findings.js';

/** One picture on disk and what its labels say. */
export interface Picture {
  readonly id: string;
  readonly imagePath: string;
  /** The file with the labels, for messages. */
  readonly labelFile: string;
  /** As the labels state it; must be right. */
  readonly size?: Size | undefined;
  /** The objects on the picture, which has this size; called once. */
  objectsOn(size: Size): readonly LabelledObject[];
}

/** Largest share of the pictures that may be unreadable before a split is refused. */
const MAX_UNREADABLE_SHARE = 0.2;

/** Pictures that are decoded at a time. */
const CHUNK = 16;

interface ReadablePicture extends Picture {
  readonly objects: readonly LabelledObject[];
}

/**
 * Opens a split of pictures on disk.
 *
 * @param label - the dataset and the split, for messages
 * @throws DatasetError if there is no picture, a label breaks a rule, or more than a fifth cannot be read
 */
export async function openPictureSplit(
  { name, label }: { readonly name: string; readonly label: string },
  pictures: readonly Picture[],
  findings: Findings,
): Promise<DatasetSplit> {
  if (pictures.length === 0 && !findings.isCollecting) throw new DatasetError(`${label}: names no picture`);
  const { readable, errors } = await readPictures(pictures, findings);
  if (!findings.isCollecting) refuseTooMany(label, errors, pictures.length);
  const split: DatasetSplit = {
    name,
    length: readable.length,
    isEndless: false,
    warnings: findings.warnings,
    files: readable.map(({ imagePath }) => imagePath),
    async example(index) {
      checkIndex(split, index);
      const { id, imagePath, objects } = readable[index] as ReadablePicture;
      return { id, image: await decodeImage(imagePath), objects };
    },
  };
  return split;
}

async function readPictures(pictures: readonly Picture[], findings: Findings) {
  const readable: ReadablePicture[] = [];
  const errors: ImageError[] = [];
  for (let start = 0; start < pictures.length; start += CHUNK) {
    const chunk = pictures.slice(start, start + CHUNK);
    const sizes = await Promise.all(chunk.map(({ imagePath }) => sizeOrError(imagePath)));
    for (const [offset, picture] of chunk.entries()) {
      const size = sizes[offset] as Size | ImageError;
      if (size instanceof ImageError) {
        errors.push(size);
        leaveOut(picture, size, findings);
      } else if (hasStatedSize(picture, size, findings)) {
        readable.push({ ...picture, objects: picture.objectsOn(size) });
      }
    }
  }
  return { readable, errors };
}

async function sizeOrError(path: string): Promise<Size | ImageError> {
  try {
    const { width, height } = await decodeImage(path);
    return { width, height };
  } catch (error) {
    if (error instanceof ImageError) return error;
    throw error;
  }
}

function leaveOut({ imagePath }: Picture, { message }: ImageError, findings: Findings): void {
  if (findings.isCollecting) findings.report({ kind: 'unreadable image', file: imagePath, message });
  else findings.warn('pictures that cannot be read, left out', imagePath);
}

function hasStatedSize({ size, labelFile, imagePath }: Picture, actual: Size, findings: Findings): boolean {
  if (size === undefined || (size.width === actual.width && size.height === actual.height)) return true;
  findings.brokenLabel(
    labelFile,
    `: says that the picture has ${size.width}x${size.height} pixels, but ${imagePath} has ` +
      `${actual.width}x${actual.height}`,
  );
  return false;
}

function refuseTooMany(label: string, errors: readonly ImageError[], all: number): void {
  const [first] = errors;
  if (first === undefined || errors.length <= MAX_UNREADABLE_SHARE * all) return;
  throw new DatasetError(
    `${label}: ${errors.length} of ${all} pictures cannot be read, and more than ` +
      `${100 * MAX_UNREADABLE_SHARE} % is too many; the first: ${first.message}`,
    { cause: first },
  );
}
