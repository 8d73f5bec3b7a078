import { basename, dirname, join } from 'node:path';
import {
  type CocoCategory,
  type CocoFile,
  type CocoImage,
  type CocoObject,
  readCocoFile,
  readCocoImages,
} from './cocoAnnotations.js';
import { DataFolder, type Place } from './dataFolder.js';
import { type Dataset, DatasetError, type DatasetSplit, type LabelledObject } from './dataset.js';
import { Findings, type ProblemListener } from './findings.js';
import { holdOut } from './holdOut.js';
import { tidyObjects } from './labelRules.js';
import { openOnce } from './openOnce.js';
import { kindOfTarget } from './openTarget.js';
import { openPictureSplit, type Picture } from './pictureSplit.js';

/**
 * The dataset `coco:PATH`: a folder in the layout of COCO, or one annotation file.
 *
 * A split is an annotation file: `annotations/instances_train2017.json` is `train`, `valid/_annotations.coco.json`
 * is `val`. The classes are the categories of all files by ascending id. Pictures lie in the folder of the split,
 * below `images` or not, or beside the annotations. A single file that names no split gets `train` and `val` by
 * `holdOut`. Crowds are marked difficult: not trained on, and neither right nor wrong in an evaluation.
 *
 * @throws DatasetError if there is no annotation file or one breaks a rule
 */
export async function openCoco(path: string, onProblem?: ProblemListener): Promise<Dataset> {
  const spec = `coco:${path}`;
  const isFile = (await kindOfTarget(spec, path)) === 'file';
  const files = isFile ? [path] : await annotationFiles(new DataFolder(path));
  if (files.length === 0) {
    throw new DatasetError(
      `${spec}: has no annotation file; a COCO folder has annotations/instances_NAME.json or NAME/_annotations.coco.json`,
    );
  }
  const splits = await readSplits(files);
  const categories = commonCategories([...splits.values()]);
  const root = isFile ? rootOf(path) : path;
  const open: OpenCoco = { spec, folder: new DataFolder(root), categories, onProblem };
  const [only] = splits.size === 1 ? splits.values() : [];
  const isUnsplit = only !== undefined && !splits.has('train') && !splits.has('val') && !splits.has('test');
  return {
    spec,
    classes: categories.map(({ name }) => name),
    splitNames: isUnsplit ? [...holdOut(only.raw.images).keys()] : [...splits.keys()],
    split: openOnce((name) => openSplit(open, name, isUnsplit ? only : splits)),
  };
}

/** The folder that an annotation file may name pictures in: its own, or the one above `annotations`. */
function rootOf(file: string): string {
  const folder = dirname(file);
  return /^(annotations|labels)$/i.test(basename(folder)) ? dirname(folder) : folder;
}

async function annotationFiles(folder: DataFolder): Promise<string[]> {
  const files = async (path: string, pattern: RegExp): Promise<string[]> =>
    [...(await folder.list(path))]
      .filter(([name, kind]) => kind === 'file' && pattern.test(name))
      .map(([name]) => join(path, name));
  const annotations = (await folder.child(folder.root, 'annotations'))?.path;
  if (annotations !== undefined) {
    const instances = await files(annotations, /^instances_.*\.json$/i);
    return instances.length > 0 ? instances : files(annotations, /\.json$/i);
  }
  const below: string[] = [];
  for (const [name, kind] of await folder.list(folder.root)) {
    if (kind === 'folder')
      below.push(...(await files(join(folder.root, name), /^_annotations\.coco\.json$/i)));
  }
  return below.length > 0 ? below : files(folder.root, /\.json$/i);
}

async function readSplits(files: readonly string[]): Promise<Map<string, CocoFile>> {
  const splits = new Map<string, CocoFile>();
  const names = files.map(splitName);
  for (const [index, file] of files.entries()) {
    const [name = '', full = ''] = names[index] ?? [];
    // train2014 and train2017 in one folder keep their years.
    const isAlone = names.filter(([other]) => other === name).length === 1;
    splits.set(isAlone ? name : full, await readCocoFile(file));
  }
  return splits;
}

/** A file's split, first without the year, then with it. */
function splitName(file: string): [short: string, full: string] {
  const stem = /^_annotations\.coco\.json$/i.test(basename(file))
    ? basename(dirname(file))
    : basename(file)
        .replace(/\.json$/i, '')
        .replace(/^instances_/i, '');
  const short = stem.replace(/_?\d{4}$/, '').toLowerCase();
  return [/^(valid|validation)$/.test(short) ? 'val' : short || stem, stem];
}

function commonCategories(files: readonly CocoFile[]): CocoCategory[] {
  const byId = new Map<number, CocoCategory & { readonly file: string }>();
  for (const { file, categories } of files) {
    for (const { id, name } of categories) {
      const known = byId.get(id);
      if (known && known.name !== name) {
        throw new DatasetError(`${file}: category ${id} is "${name}", but "${known.name}" in ${known.file}`);
      }
      byId.set(id, known ?? { id, name, file });
    }
  }
  const all = [...byId.values()].sort((a, b) => a.id - b.id);
  const twice = all.find(({ name }, index) =>
    all.some((other, place) => place < index && other.name === name),
  );
  if (twice) throw new DatasetError(`${twice.file}: the category "${twice.name}" has another id elsewhere`);
  return all.map(({ id, name }) => ({ id, name }));
}

interface OpenCoco {
  readonly spec: string;
  readonly folder: DataFolder;
  readonly categories: readonly CocoCategory[];
  readonly onProblem: ProblemListener | undefined;
}

/** @param source - the files by split, or the one file that is all there is */
async function openSplit(
  { spec, folder, categories, onProblem }: OpenCoco,
  name: string,
  source: CocoFile | ReadonlyMap<string, CocoFile>,
): Promise<DatasetSplit> {
  const findings = new Findings(onProblem);
  const file = 'raw' in source ? source : source.get(name);
  const entries = file && readCocoImages(file, findings);
  const held = 'raw' in source && entries ? holdOut(entries) : undefined;
  const chosen = held ? held.get(name) : entries;
  if (file === undefined || chosen === undefined) {
    const known = [...('raw' in source ? (held ?? new Map()) : source).keys()].join(', ');
    throw new DatasetError(`${spec}: unknown split "${name}"; known: ${known}`);
  }
  const pictures = await toPictures(chosen, { file: file.file, folder, categories, findings });
  return openPictureSplit({ name, label: `${spec}, split "${name}"` }, pictures, findings);
}

interface SplitContext {
  readonly file: string;
  readonly folder: DataFolder;
  readonly categories: readonly CocoCategory[];
  readonly findings: Findings;
}

async function toPictures(images: readonly CocoImage[], context: SplitContext): Promise<Picture[]> {
  const { file, folder, categories, findings } = context;
  const folders = imageFolders(file, folder.root);
  const classIndices = new Map(categories.map(({ id }, index) => [id, index]));
  const pictures: Picture[] = [];
  for (const { fileName, size, objects } of images) {
    const place = await findPicture(fileName, folders, folder);
    if (place === undefined) {
      const looked = folders.map((path) => folder.relative(path) || '.').join(', ');
      const where = `is not inside ${folder.root} (looked in ${looked})`;
      const message = `${file}: names the picture "${fileName}", which ${where}`;
      findings.report({ kind: 'missing image', file: fileName, message });
      continue;
    }
    const labelled = objects.map((object) => toLabelledObject(object, classIndices));
    pictures.push({
      id: fileName,
      imagePath: place.path,
      labelFile: file,
      size,
      objectsOn: (actual) => tidyObjects(labelled, actual, { findings, file }),
    });
  }
  return pictures;
}

function toLabelledObject(
  { categoryId, box, isCrowd, area }: CocoObject,
  classIndices: ReadonlyMap<number, number>,
): LabelledObject {
  return {
    classIndex: classIndices.get(categoryId) as number,
    box,
    isDifficult: isCrowd,
    ...(isCrowd && { isCrowd }),
    ...(area !== undefined && { area }),
  };
}

/** Where the pictures of an annotation file may lie, the likeliest first. */
function imageFolders(file: string, root: string): string[] {
  const [short, full] = splitName(file);
  const names = [...new Set([full, short])];
  const inSplit = names.flatMap((name) => [join(root, 'images', name), join(root, name)]);
  return [...new Set([...inSplit, join(root, 'images'), root, dirname(file)])];
}

/** As `locate`, in each folder, but never with a part of the path left out: other splits have pictures of that name. */
async function findPicture(
  fileName: string,
  folders: readonly string[],
  folder: DataFolder,
): Promise<Place | undefined> {
  for (const path of folders) {
    const found = await folder.locate(fileName, path);
    if (found && !found.isGuess && found.kind === 'file') return found;
  }
  return undefined;
}
