import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clipBox } from '../boxes/box.js';
import { decodeImage } from '../images/decode.js';
import { checkIndex, type Dataset, DatasetError, type DatasetSplit, type DatasetWarning } from './dataset.js';
import { parseVocAnnotation, type VocAnnotation } from './vocAnnotation.js';

const SPLIT_FOLDER = 'ImageSets/Main';
const ANNOTATION_FOLDER = 'Annotations';
const IMAGE_FOLDER = 'JPEGImages';

/** What opening the folder found. */
interface VocFolder {
  readonly directory: string;
  readonly classes: readonly string[];
  readonly splitNames: readonly string[];
  /** By file name without its ending. */
  readonly annotations: ReadonlyMap<string, VocAnnotation>;
  readonly imageNames: ReadonlySet<string>;
}

/**
 * The dataset `voc:DIR`: a folder in the layout of Pascal VOC.
 *
 * `ImageSets/Main/SPLIT.txt` lists names, one a line; `Annotations/NAME.xml` holds the boxes and names the
 * picture in `JPEGImages/`. The classes are those of all annotations, in alphabetical order. Boxes beyond the
 * border are clipped; boxes without area are skipped; both are counted in the split's warnings.
 *
 * @throws DatasetError if a folder is missing or an annotation breaks a rule
 */
export async function openVoc(directory: string): Promise<Dataset> {
  // One after the other, files too: of several mistakes the same one is always named, and few files are open at once.
  const splitFiles = await list(directory, SPLIT_FOLDER);
  const annotationFiles = await list(directory, ANNOTATION_FOLDER);
  const imageNames = await list(directory, IMAGE_FOLDER);
  const annotations = await readAnnotations(directory, annotationFiles);
  const folder: VocFolder = {
    directory,
    classes: classNames(directory, [...annotations.values()]),
    splitNames: stems(splitFiles, '.txt'),
    annotations,
    imageNames: new Set(imageNames),
  };
  return {
    spec: `voc:${directory}`,
    classes: folder.classes,
    splitNames: folder.splitNames,
    split: (name) => openSplit(folder, name),
  };
}

async function list(directory: string, folder: string): Promise<string[]> {
  try {
    return (await readdir(join(directory, folder))).sort();
  } catch (cause) {
    throw new DatasetError(
      `voc:${directory}: cannot read the folder ${folder}; a Pascal VOC folder has ` +
        `${SPLIT_FOLDER}, ${ANNOTATION_FOLDER} and ${IMAGE_FOLDER}`,
      { cause },
    );
  }
}

function stems(files: readonly string[], ending: string): string[] {
  return files.filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length));
}

async function readAnnotations(
  directory: string,
  files: readonly string[],
): Promise<Map<string, VocAnnotation>> {
  const annotations = new Map<string, VocAnnotation>();
  for (const name of stems(files, '.xml')) {
    const file = join(directory, ANNOTATION_FOLDER, `${name}.xml`);
    annotations.set(name, parseVocAnnotation(await readFile(file, 'utf8'), file));
  }
  return annotations;
}

function classNames(directory: string, annotations: readonly VocAnnotation[]): string[] {
  const names = new Set(annotations.flatMap(({ objects }) => objects.map(({ className }) => className)));
  if (names.size === 0) {
    throw new DatasetError(`voc:${directory}: no annotation in ${ANNOTATION_FOLDER} has an object with area`);
  }
  return [...names].sort();
}

async function openSplit(folder: VocFolder, name: string): Promise<DatasetSplit> {
  const { directory, splitNames } = folder;
  if (!splitNames.includes(name)) {
    throw new DatasetError(`voc:${directory}: unknown split "${name}"; known: ${splitNames.join(', ')}`);
  }
  const listFile = join(directory, SPLIT_FOLDER, `${name}.txt`);
  const members = splitMembers(await readFile(listFile, 'utf8'));
  if (members.length === 0) throw new DatasetError(`${listFile}: names no picture`);
  const entries = members.map((member) => findEntry(folder, member, listFile));
  const split: DatasetSplit = {
    name,
    length: entries.length,
    isEndless: false,
    warnings: warningsOf(entries.map(({ annotation }) => annotation)),
    async example(index) {
      checkIndex(split, index);
      return readExample(folder, entries[index] as Entry);
    },
  };
  return split;
}

/** A line is a name, or in the files of one class `NAME FLAG`, where -1 says that the class is absent. */
function splitMembers(text: string): { name: string; line: number }[] {
  return text.split('\n').flatMap((row, index) => {
    const [name = '', flag] = row.trim().split(/\s+/);
    return name === '' || flag === '-1' ? [] : [{ name, line: index + 1 }];
  });
}

interface Entry {
  readonly id: string;
  readonly imagePath: string;
  readonly annotation: VocAnnotation;
}

function findEntry(
  { directory, annotations, imageNames }: VocFolder,
  { name, line }: { name: string; line: number },
  listFile: string,
): Entry {
  const annotation = annotations.get(name);
  if (annotation === undefined) {
    throw new DatasetError(
      `${listFile}, line ${line}: names "${name}", but ${ANNOTATION_FOLDER}/${name}.xml is missing`,
    );
  }
  const imageName = annotation.imageName ?? `${name}.jpg`;
  if (!imageNames.has(imageName)) {
    throw new DatasetError(
      `${annotation.file}: names the picture "${imageName}", which is not in ${IMAGE_FOLDER}`,
    );
  }
  return { id: name, imagePath: join(directory, IMAGE_FOLDER, imageName), annotation };
}

async function readExample({ classes }: VocFolder, { id, imagePath, annotation }: Entry) {
  const image = await decodeImage(imagePath);
  const { size, file } = annotation;
  if (size !== undefined && (size.width !== image.width || size.height !== image.height)) {
    throw new DatasetError(
      `${file}: says that the picture has ${size.width}x${size.height} pixels, but ${imagePath} has ` +
        `${image.width}x${image.height}`,
    );
  }
  const objects = annotation.objects.map(({ className, box, isDifficult }) => ({
    classIndex: classes.indexOf(className),
    box: clipBox(box, image),
    isDifficult,
  }));
  return { id, image, objects };
}

function warningsOf(annotations: readonly VocAnnotation[]): DatasetWarning[] {
  const warning = (rule: string, count: (annotation: VocAnnotation) => number): DatasetWarning => ({
    rule,
    count: annotations.reduce((sum, annotation) => sum + count(annotation), 0),
    files: annotations.filter((annotation) => count(annotation) > 0).map(({ file }) => file),
  });
  return [
    warning('boxes without area, skipped', ({ degenerateBoxes }) => degenerateBoxes),
    warning('boxes beyond the border, clipped', ({ clippedBoxes }) => clippedBoxes),
  ].filter(({ count }) => count > 0);
}
