// One file of `Annotations/`: what is where on one picture.
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { BoxXyxy, Size } from '../boxes/box.js';
import { DatasetError } from './dataset.js';

/** One object as the file names it. */
export interface VocObject {
  readonly className: string;
  /** In pixels, as it stands. */
  readonly box: BoxXyxy;
  readonly isDifficult: boolean;
}

/** The content of one annotation file. */
export interface VocAnnotation {
  /** The file that it came from, for messages. */
  readonly file: string;
  /** Name of the picture in `JPEGImages/`; absent if the file does not say. */
  readonly imageName?: string;
  /** Absent if the file does not say, or says 0. */
  readonly size?: Size;
  readonly objects: readonly VocObject[];
}

/** As fast-xml-parser gives it: every text a string, `object` always a list. */
interface RawObject {
  readonly name?: unknown;
  readonly difficult?: unknown;
  readonly bndbox?: Readonly<Record<string, unknown>>;
}
interface RawAnnotation {
  readonly filename?: unknown;
  readonly size?: { readonly width?: unknown; readonly height?: unknown };
  readonly object?: readonly RawObject[];
}

const parser = new XMLParser({
  parseTagValue: false,
  isArray: (_, path) => path === 'annotation.object',
});

/**
 * Reads an annotation.
 *
 * Coordinates are taken as they stand, as edges in pixels counted from 0: what LabelImg and most tools write.
 * (The VOC development kit counts pixels from 1, which would shift the left and top edges by one.)
 *
 * @param file - the path, for messages
 * @throws DatasetError if this is not well-formed XML with an `annotation`, or an object has no name or a
 *   coordinate that is not a number
 */
export function parseVocAnnotation(xml: string, file: string): VocAnnotation {
  const annotation = parseRoot(xml, file);
  const size = sizeOf(annotation);
  const objects = (annotation.object ?? []).map((object, index) =>
    readObject(object, `${file}: object ${index + 1}`),
  );
  const { filename } = annotation;
  const hasName = typeof filename === 'string' && filename !== '';
  return { file, ...(hasName && { imageName: filename }), ...(size && { size }), objects };
}

function parseRoot(xml: string, file: string): RawAnnotation {
  const validity = XMLValidator.validate(xml);
  if (validity !== true) {
    const { msg, line } = validity.err;
    throw new DatasetError(`${file}: not well-formed XML at line ${line}: ${msg}`);
  }
  const { annotation } = parser.parse(xml) as { annotation?: RawAnnotation | '' };
  if (annotation === undefined) {
    throw new DatasetError(`${file}: a Pascal VOC file has the root element "annotation"; this one has not`);
  }
  return annotation === '' ? {} : annotation;
}

function sizeOf({ size }: RawAnnotation): Size | undefined {
  const width = Number(size?.width);
  const height = Number(size?.height);
  return width > 0 && height > 0 ? { width, height } : undefined;
}

function readObject({ name, difficult, bndbox }: RawObject, where: string): VocObject {
  if (typeof name !== 'string' || name === '') throw new DatasetError(`${where} has no name`);
  const coordinate = (key: string): number => {
    const text = bndbox?.[key];
    const value = typeof text === 'string' && text.trim() !== '' ? Number(text) : Number.NaN;
    if (Number.isFinite(value)) return value;
    throw new DatasetError(
      `${where} ("${name}"): bndbox/${key} must be a number, got ${JSON.stringify(text)}`,
    );
  };
  const box = {
    x1: coordinate('xmin'),
    y1: coordinate('ymin'),
    x2: coordinate('xmax'),
    y2: coordinate('ymax'),
  };
  return { className: name, box, isDifficult: difficult === '1' };
}
