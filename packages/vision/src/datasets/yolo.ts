import { basename, dirname, join, sep } from 'node:path';
import { DataFolder, isImageName, stemOf } from './dataFolder.js';
import { type Dataset, DatasetError, type DatasetSplit } from './dataset.js';
import { Findings, type ProblemListener } from './findings.js';
import { holdOut } from './holdOut.js';
import { tidyObjects } from './labelRules.js';
import { openOnce } from './openOnce.js';
import { kindOfTarget } from './openTarget.js';
import { openPictureSplit, type Picture } from './pictureSplit.js';
import { linesOf, readText } from './readText.js';
import {
  describeBareFolder,
  readDarknetData,
  readDataYaml,
  type YoloDescription,
} from './yoloDescription.js';
import { boxInPixels, parseYoloLabels } from './yoloLabels.js';

/**
 * The dataset `yolo:PATH`: a folder in the layout of Ultralytics or darknet, or its `data.yaml` or `.data` file.
 *
 * The labels of `images/a/b.jpg` are `labels/a/b.txt`, or else `b.txt` beside the picture; a picture without a label
 * file, or with an empty one, has no objects. Data without splits get `train` and `val` by `holdOut`.
 *
 * @throws DatasetError if the description is missing or breaks a rule
 */
export async function openYolo(path: string, onProblem?: ProblemListener): Promise<Dataset> {
  const spec = `yolo:${path}`;
  const isFile = (await kindOfTarget(spec, path)) === 'file';
  const folder = new DataFolder(isFile ? dirname(path) : path);
  const description = await describe(folder, isFile ? basename(path) : await descriptionIn(folder));
  const open = { spec, folder, description, onProblem };
  const held = description.sources.size === 0 ? holdOut(await allPictures(folder)) : undefined;
  return {
    spec,
    classes: description.classes,
    splitNames: [...(held ?? description.sources).keys()],
    split: openOnce((name) => openSplit(open, name, held)),
  };
}

async function describe(folder: DataFolder, name: string | undefined): Promise<YoloDescription> {
  if (name === undefined) return describeBareFolder(folder);
  const file = join(folder.root, name);
  if (/\.ya?ml$/i.test(name)) return readDataYaml(file, folder);
  if (/\.data$/i.test(name)) return readDarknetData(file, folder);
  throw new DatasetError(`yolo:${file}: must be a folder, a .yaml or a .data file`);
}

async function descriptionIn(folder: DataFolder): Promise<string | undefined> {
  const files = [...(await folder.list(folder.root))].filter(([, kind]) => kind === 'file');
  const names = files.map(([name]) => name);
  for (const endings of [/^data\.ya?ml$/i, /\.ya?ml$/i, /\.data$/i]) {
    const found = names.filter((name) => endings.test(name));
    if (found.length > 1) {
      throw new DatasetError(
        `yolo:${folder.root}: name one of ${found.join(', ')}; all may describe the data`,
      );
    }
    if (found[0] !== undefined) return found[0];
  }
  return undefined;
}

async function allPictures(folder: DataFolder): Promise<string[]> {
  const images = await folder.child(folder.root, 'images');
  return folder.pictures(images?.kind === 'folder' ? images.path : folder.root);
}

interface OpenYolo {
  readonly spec: string;
  readonly folder: DataFolder;
  readonly description: YoloDescription;
  readonly onProblem: ProblemListener | undefined;
}

async function openSplit(
  { spec, folder, description, onProblem }: OpenYolo,
  name: string,
  held: ReadonlyMap<string, readonly string[]> | undefined,
): Promise<DatasetSplit> {
  const findings = new Findings(onProblem);
  const context = { folder, description, findings };
  const named = description.sources.get(name);
  const paths = held?.get(name) ?? (named && (await picturesOf(named, context)));
  if (paths === undefined) {
    const known = [...(held ?? description.sources).keys()].join(', ');
    throw new DatasetError(`${spec}: unknown split "${name}"; known: ${known}`);
  }
  const pictures: Picture[] = [];
  for (const path of paths) pictures.push(await readPicture(path, context));
  if (pictures.length > 0 && pictures.every(({ labelFile, imagePath }) => labelFile === imagePath)) {
    throw new DatasetError(
      `${spec}, split "${name}": no picture has a label file; that of ${paths[0]} would be ` +
        `${labelPlaces(paths[0] ?? '').join(' or ')}`,
    );
  }
  return openPictureSplit({ name, label: `${spec}, split "${name}"` }, pictures, findings);
}

interface YoloContext {
  readonly folder: DataFolder;
  readonly description: YoloDescription;
  readonly findings: Findings;
}

async function picturesOf(sources: readonly string[], context: YoloContext): Promise<string[]> {
  const { folder, description, findings } = context;
  const paths: string[] = [];
  for (const source of sources) {
    const found = await folder.locate(source, description.base);
    if (found === undefined) {
      throw new DatasetError(`${description.file}: names "${source}", which is not inside ${folder.root}`);
    }
    if (found.isGuess) findings.warn(ELSEWHERE, description.file);
    if (found.kind === 'folder') paths.push(...(await folder.pictures(found.path)));
    else if (isImageName(found.path)) paths.push(found.path);
    else paths.push(...(await listedPictures(found.path, context)));
  }
  return withoutRepeated(paths, context);
}

const ELSEWHERE = 'paths that lead elsewhere, looked for inside the folder without their leading parts';

async function listedPictures(listFile: string, { folder, findings }: YoloContext): Promise<string[]> {
  const paths: string[] = [];
  for (const { text, line } of linesOf(await readText(listFile))) {
    const found = await folder.locate(text, dirname(listFile));
    if (found?.kind === 'file') {
      if (found.isGuess) findings.warn(ELSEWHERE, listFile);
      paths.push(found.path);
      continue;
    }
    const message = `${listFile}, line ${line}: names the picture "${text}", which is not inside ${folder.root}`;
    findings.report({ kind: 'missing image', file: text, message });
  }
  return paths;
}

function withoutRepeated(paths: readonly string[], { description, findings }: YoloContext): string[] {
  const unique = [...new Set(paths)];
  findings.warn('pictures listed twice, kept once', description.file, paths.length - unique.length);
  return unique;
}

/** A picture without a label file names itself as the place of its labels. */
async function readPicture(
  imagePath: string,
  { folder, description, findings }: YoloContext,
): Promise<Picture> {
  const { classes } = description;
  const id = folder.relative(imagePath);
  const labelFile = await findLabels(imagePath, folder);
  if (labelFile === undefined) {
    findings.warn('pictures without a label file, taken to hold no object', imagePath);
    return { id, imagePath, labelFile: imagePath, objectsOn: () => [] };
  }
  const labels = parseYoloLabels(await readText(labelFile), { file: labelFile, classes, findings });
  return {
    id,
    imagePath,
    labelFile,
    objectsOn: (size) => {
      const objects = labels.map(({ classIndex, boxXyxyUnit }) => ({
        classIndex,
        box: boxInPixels(boxXyxyUnit, size),
        isDifficult: false,
      }));
      return tidyObjects(objects, size, { findings, file: labelFile });
    },
  };
}

async function findLabels(imagePath: string, folder: DataFolder): Promise<string | undefined> {
  for (const place of labelPlaces(imagePath)) {
    const found = await folder.child(dirname(place), basename(place));
    if (found?.kind === 'file') return found.path;
  }
  return undefined;
}

/** In the folder `labels` where the last `images` of the path stands, or beside the picture. */
function labelPlaces(imagePath: string): string[] {
  const name = `${stemOf(imagePath)}.txt`;
  const parts = dirname(imagePath).split(sep);
  const images = parts.findLastIndex((part) => part.toLowerCase() === 'images');
  const beside = join(dirname(imagePath), name);
  if (images === -1) return [beside];
  const mirrored = parts.map((part, index) => (index === images ? 'labels' : part));
  return [join(mirrored.join(sep), name), beside];
}
