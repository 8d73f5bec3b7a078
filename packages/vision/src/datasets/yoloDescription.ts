// What tells the classes and the splits of a YOLO dataset: Ultralytics' `data.yaml`, darknet's `.data`, or nothing
// but the way the files lie.
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import type { DataFolder } from './dataFolder.js';
import { DatasetError } from './dataset.js';
import { brokenNameRule } from './labelRules.js';
import { linesOf, readText } from './readText.js';

/** What a YOLO dataset says about itself. */
export interface YoloDescription {
  /** The file that says so, or the folder, for messages. */
  readonly file: string;
  readonly classes: readonly string[];
  /** By name of the split: the folders and lists that it is made of, as the file names them. Empty: none are told. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
  /** The folder that the sources are seen from. */
  readonly base: string;
}

/** A split's name in the files and here. */
const SPLIT_KEYS = [
  ['train', 'train'],
  ['val', 'val'],
  ['valid', 'val'],
  ['test', 'test'],
] as const;

/**
 * Reads Ultralytics' `data.yaml`: `names` as a list or a map from index to name, `train`, `val` and `test` each a
 * folder, a list of folders, or a text file that lists pictures, all seen from `path`.
 *
 * @throws DatasetError if it is no such file or breaks a rule
 */
export async function readDataYaml(file: string, folder: DataFolder): Promise<YoloDescription> {
  const content = parseYaml(await readText(file), file);
  const classes = yamlClasses(content, file);
  const sources = new Map<string, string[]>();
  for (const [key, split] of SPLIT_KEYS) {
    const named = namedSources(content[key], `${file}: ${key}`);
    if (named.length > 0) sources.set(split, [...(sources.get(split) ?? []), ...named]);
  }
  if (sources.size === 0) throw new DatasetError(`${file}: must name the pictures under train, val or test`);
  const { path } = content;
  const home = typeof path === 'string' && path.trim() !== '' ? await folder.locate(path) : undefined;
  // Of a data set that was moved, `path` still tells where it was once: it is then the folder itself.
  return { file, classes, sources, base: home?.kind === 'folder' ? home.path : dirname(file) };
}

function parseYaml(text: string, file: string): Readonly<Record<string, unknown>> {
  let content: unknown;
  try {
    // Warnings, of tags that mean nothing here, would go to the console.
    content = parse(text, { logLevel: 'error' });
  } catch (cause) {
    const [first = ''] = (cause as Error).message.split('\n');
    throw new DatasetError(`${file}: not well-formed YAML: ${first.replace(/:$/, '')}`, { cause });
  }
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) {
    return content as Record<string, unknown>;
  }
  throw new DatasetError(`${file}: must hold keys such as names, train and val, and has none`);
}

function yamlClasses({ names, nc }: Readonly<Record<string, unknown>>, file: string): string[] {
  if (typeof names !== 'object' || names === null) {
    throw new DatasetError(`${file}: names must list the classes, got ${JSON.stringify(names)}`);
  }
  const entries = Object.entries(names).map(([key, name]) => [Number(key), name] as const);
  const classes = entries.sort(([a], [b]) => a - b).map(([, name]) => name);
  if (entries.some(([key], index) => key !== index)) {
    const keys = Object.keys(names).join(', ');
    throw new DatasetError(`${file}: names must have the keys 0, 1, 2, ... without gaps, got ${keys}`);
  }
  if (nc !== undefined && nc !== null && Number(nc) !== classes.length) {
    throw new DatasetError(`${file}: nc is ${nc}, but names has ${classes.length}`);
  }
  const words = classes.map((name) =>
    ['string', 'number', 'boolean'].includes(typeof name) ? String(name).trim() : '',
  );
  return checkedNames(words, `${file}: names`);
}

function checkedNames(names: readonly string[], where: string): string[] {
  const broken = brokenNameRule(names);
  if (broken !== undefined) throw new DatasetError(`${where}: ${broken}`);
  return [...names];
}

function namedSources(value: unknown, where: string): string[] {
  if (value === undefined || value === null || value === '') return [];
  const list = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item === 'string' && item !== '') return item;
    throw new DatasetError(`${where} must be a path or a list of paths, got ${JSON.stringify(item)}`);
  });
}

/**
 * Reads darknet's `.data`: lines of `key = value` with `names`, `train` and `valid`.
 *
 * @throws DatasetError if it breaks a rule
 */
export async function readDarknetData(file: string, folder: DataFolder): Promise<YoloDescription> {
  const fields = new Map<string, string>();
  for (const { text, line } of linesOf(await readText(file))) {
    if (text.startsWith('#')) continue;
    const [, key, value] = /^([^=]+?)\s*=\s*(.*)$/.exec(text) ?? [];
    if (key === undefined || value === undefined) {
      throw new DatasetError(`${file}, line ${line}: must have the form key = value, got "${text}"`);
    }
    fields.set(key.toLowerCase(), value);
  }
  const base = dirname(file);
  const named = fields.get('names');
  const names = named === undefined ? undefined : await folder.locate(named, base);
  if (names?.kind !== 'file') {
    throw new DatasetError(`${file}: names must name a file with the classes, got ${named ?? 'nothing'}`);
  }
  const sources = new Map<string, string[]>();
  for (const [key, split] of SPLIT_KEYS) {
    const value = fields.get(key);
    if (value) sources.set(split, [...(sources.get(split) ?? []), value]);
  }
  const classes = await readNames(names.path);
  const count = fields.get('classes');
  if (count !== undefined && Number(count) !== classes.length) {
    throw new DatasetError(`${file}: classes is ${count}, but ${names.path} has ${classes.length} names`);
  }
  return { file, classes, sources, base };
}

async function readNames(file: string): Promise<string[]> {
  return checkedNames(
    linesOf(await readText(file)).map(({ text }) => text),
    file,
  );
}

/**
 * Describes a folder that holds no description: the classes in `classes.txt`, `_darknet.labels` or a `.names` file,
 * the splits in `train.txt`, `val.txt` and `test.txt`, or in folders of these names, below `images` too.
 *
 * @throws DatasetError if nothing tells the classes
 */
export async function describeBareFolder(folder: DataFolder): Promise<YoloDescription> {
  const names = await namesFile(folder);
  const sources = new Map<string, string[]>();
  for (const [key, split] of SPLIT_KEYS) {
    for (const place of [`${key}.txt`, `images/${key}`, `${key}/images`, key]) {
      const found = sources.has(split) ? undefined : await folder.locate(place);
      if (found && !found.isGuess) sources.set(split, [place]);
    }
  }
  return { file: folder.root, classes: await readNames(names), sources, base: folder.root };
}

const NAMES_FILE = /^(classes\.txt|_darknet\.labels|.*\.names)$/i;

async function namesFile(folder: DataFolder): Promise<string> {
  const places = ['.', 'train', 'labels', 'images'];
  for (const place of places) {
    const entries = [...(await folder.list(join(folder.root, place)))];
    const found = entries.find(([name, kind]) => kind === 'file' && NAMES_FILE.test(name));
    if (found) return join(folder.root, place, found[0]);
  }
  throw new DatasetError(
    `yolo:${folder.root}: nothing tells the classes; a YOLO folder has data.yaml, a .data file, or classes.txt ` +
      `beside its pictures (looked in ${basename(folder.root)} and its folders ${places.slice(1).join(', ')})`,
  );
}
