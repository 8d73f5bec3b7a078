import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Dataset, DatasetError, type DatasetSplit } from './dataset.js';
import { Findings, type ProblemListener } from './findings.js';
import { tidyObjects } from './labelRules.js';
import { openOnce } from './openOnce.js';
import { openPictureSplit, type Picture } from './pictureSplit.js';
import { linesOf, readText } from './readText.js';
import { parseVocAnnotation, type VocAnnotation } from './vocAnnotation.js';

const SPLIT_FOLDER = 'ImageSets/Main';
const ANNOTATION_FOLDER = 'Annotations';
const IMAGE_FOLDER = 'JPEGImages';

/** What opening the folder found. */
interface VocFolder {
  readonly directory: string;
  readonly classes: readonly string[];
  readonly splitNames: readonly string[];
  /** By file name without its ending; undefined where the file breaks a rule and problems are collected. */
  readonly annotations: ReadonlyMap<string, VocAnnotation | undefined>;
  readonly imageNames: ReadonlySet<string>;
  readonly onProblem: ProblemListener | undefined;
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
export async function openVoc(directory: string, onProblem?: ProblemListener): Promise<Dataset> {
  // One after the other, files too: of several mistakes the same one is always named, and few files are open at once.
  const splitFiles = await list(directory, SPLIT_FOLDER);
  const annotationFiles = await list(directory, ANNOTATION_FOLDER);
  const imageNames = await list(directory, IMAGE_FOLDER);
  const annotations = await readAnnotations(directory, annotationFiles, onProblem);
  const folder: VocFolder = {
    directory,
    classes: classNames(directory, annotations),
    splitNames: stems(splitFiles, '.txt'),
    annotations,
    imageNames: new Set(imageNames),
    onProblem,
  };
  return {
    spec: `voc:${directory}`,
    classes: folder.classes,
    splitNames: folder.splitNames,
    split: openOnce((name) => openSplit(folder, name)),
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
  onProblem: ProblemListener | undefined,
): Promise<Map<string, VocAnnotation | undefined>> {
  const annotations = new Map<string, VocAnnotation | undefined>();
  for (const name of stems(files, '.xml')) {
    const file = join(directory, ANNOTATION_FOLDER, `${name}.xml`);
    try {
      annotations.set(name, parseVocAnnotation(await readText(file), file));
    } catch (error) {
      if (onProblem === undefined || !(error instanceof DatasetError)) throw error;
      onProblem({ kind: 'broken label', file, message: error.message });
      annotations.set(name, undefined);
    }
  }
  return annotations;
}

function classNames(directory: string, annotations: VocFolder['annotations']): string[] {
  const objects = [...annotations.values()].flatMap((annotation) => annotation?.objects ?? []);
  const names = new Set(objects.map(({ className }) => className));
  if (names.size === 0) {
    throw new DatasetError(`voc:${directory}: no annotation in ${ANNOTATION_FOLDER} has an object`);
  }
  return [...names].sort();
}

async function openSplit(folder: VocFolder, name: string): Promise<DatasetSplit> {
  const { directory, splitNames, onProblem } = folder;
  const label = `voc:${directory}`;
  if (!splitNames.includes(name)) {
    throw new DatasetError(`${label}: unknown split "${name}"; known: ${splitNames.join(', ')}`);
  }
  const listFile = join(directory, SPLIT_FOLDER, `${name}.txt`);
  const members = splitMembers(await readText(listFile), folder);
  if (members.length === 0) throw new DatasetError(`${listFile}: names no picture`);
  const findings = new Findings(onProblem);
  const pictures = members.flatMap((member) => toPicture(folder, member, { listFile, findings }));
  return openPictureSplit({ name, label: `${label}, split "${name}"` }, pictures, findings);
}

/** A line is a name, or in the files of one class `NAME FLAG`, where -1 says that the class is absent. */
function splitMembers(text: string, { annotations }: VocFolder): { name: string; line: number }[] {
  return linesOf(text).flatMap(({ text: row, line }) => {
    if (annotations.has(row)) return [{ name: row, line }];
    const [, name = row, flag] = /^(.*\S)\s+(-1|0|1)$/.exec(row) ?? [];
    return flag === '-1' ? [] : [{ name, line }];
  });
}

/** The picture of a line, or none where problems are collected. */
function toPicture(
  { directory, annotations, imageNames, classes }: VocFolder,
  { name, line }: { name: string; line: number },
  { listFile, findings }: { listFile: string; findings: Findings },
): Picture[] {
  const annotation = annotations.get(name);
  if (annotation === undefined) {
    // A file that is there and breaks a rule has been reported when it was read.
    if (annotations.has(name)) return [];
    const rule = `names "${name}", but ${ANNOTATION_FOLDER}/${name}.xml is missing`;
    findings.brokenLabel(listFile, `, line ${line}: ${rule}`);
    return [];
  }
  const { file, size, objects } = annotation;
  const imageName = annotation.imageName ?? `${name}.jpg`;
  if (!imageNames.has(imageName)) {
    const message = `${file}: names the picture "${imageName}", which is not in ${IMAGE_FOLDER}`;
    findings.report({ kind: 'missing image', file: imageName, message });
    return [];
  }
  const labelled = objects.map(({ className, ...object }) => ({
    ...object,
    classIndex: classes.indexOf(className),
  }));
  const imagePath = join(directory, IMAGE_FOLDER, imageName);
  const objectsOn: Picture['objectsOn'] = (actual) => tidyObjects(labelled, actual, { findings, file });
  return [{ id: name, imagePath, labelFile: file, size, objectsOn }];
}
