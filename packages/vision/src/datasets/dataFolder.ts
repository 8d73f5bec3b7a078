// A folder of data that came from elsewhere, and the paths that its files name. Nothing outside the folder is ever
// named by them; what people link into it themselves is part of it.
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { DatasetError } from './dataset.js';

type EntryKind = 'file' | 'folder';

/** A file or a folder. */
export interface Place {
  readonly path: string;
  readonly kind: EntryKind;
}

/** Something in the folder that a file named. */
export interface Located extends Place {
  /** True if it was found only without the leading parts of the path, which led elsewhere. */
  readonly isGuess: boolean;
}

const IMAGE_ENDINGS = new Set(
  'avif bmp dng gif heic heif jp2 jpeg jpg mpo pfm png svg tif tiff webp'
    .split(' ')
    .map((word) => `.${word}`),
);

/** True for the name of a picture, in capitals or not. */
export function isImageName(name: string): boolean {
  return IMAGE_ENDINGS.has(extname(name).toLowerCase());
}

/** Looks things up below a folder; what was listed once is not listed again. */
export class DataFolder {
  readonly root: string;
  readonly #listings = new Map<string, Promise<Listing>>();

  constructor(root: string) {
    this.root = resolve(root);
  }

  /** The path from the root, with `/` on every system. */
  relative(path: string): string {
    return relative(this.root, path).split(sep).join('/');
  }

  /** What a folder holds by name, in the order of the names; nothing if it cannot be read. */
  async list(folder: string): Promise<ReadonlyMap<string, EntryKind>> {
    return (await this.#listing(folder)).entries;
  }

  #listing(folder: string): Promise<Listing> {
    const known = this.#listings.get(folder) ?? listFolder(folder);
    this.#listings.set(folder, known);
    return known;
  }

  /**
   * What a path in a data file means: as it stands seen from `base`, then from the root, then without its leading
   * parts, for paths that were written on another machine. Back slashes separate like slashes, and capitals matter
   * only where they tell two files apart.
   *
   * @returns undefined if there is no such thing inside the folder
   */
  async locate(named: string, base: string = this.root): Promise<Located | undefined> {
    const isAbsolute = /^([A-Za-z]:)?[\\/]/.test(named);
    const parts = named.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
    const exact = isAbsolute
      ? await this.#walk(this.root, this.#partsInside(named))
      : ((await this.#walk(base, parts)) ?? (await this.#walk(this.root, parts)));
    if (exact) return { ...exact, isGuess: false };
    for (let first = 1; first < parts.length; first++) {
      const found = await this.#walk(this.root, parts.slice(first));
      if (found) return { ...found, isGuess: true };
    }
    return undefined;
  }

  /** Of a path outside the root the first part is `..`, which leads nowhere. */
  #partsInside(absolute: string): string[] {
    return relative(this.root, resolve(absolute))
      .split(sep)
      .filter((part) => part !== '');
  }

  async #walk(start: string, parts: readonly string[]): Promise<Place | undefined> {
    let place: Place = { path: start, kind: 'folder' };
    for (const part of parts) {
      if (place.kind !== 'folder') return undefined;
      const next = part === '..' ? this.#above(place.path) : await this.child(place.path, part);
      if (next === undefined) return undefined;
      place = next;
    }
    return place;
  }

  #above(folder: string): Place | undefined {
    return folder === this.root ? undefined : { path: dirname(folder), kind: 'folder' };
  }

  /** What a folder holds under a name, capitals or not. */
  async child(folder: string, name: string): Promise<Place | undefined> {
    const { entries, byLowerCase } = await this.#listing(folder);
    const actual = entries.has(name) ? name : byLowerCase.get(name.toLowerCase());
    const kind = actual === undefined ? undefined : entries.get(actual);
    return actual === undefined || kind === undefined ? undefined : { path: join(folder, actual), kind };
  }

  /** Paths of the pictures in a folder and the folders in it, in the order of their names; hidden ones are not among them. */
  async pictures(folder: string, seen: ReadonlySet<string> = new Set()): Promise<string[]> {
    const real = await realpath(folder);
    // A link that leads back up would never end.
    if (seen.has(real)) return [];
    const found: string[] = [];
    for (const [name, kind] of await this.list(folder)) {
      const path = join(folder, name);
      // Left by file managers and notebooks: `._a.jpg` is no picture, and .ipynb_checkpoints holds copies.
      if (name.startsWith('.')) continue;
      if (kind === 'folder') found.push(...(await this.pictures(path, new Set([...seen, real]))));
      else if (isImageName(name)) found.push(path);
    }
    return found;
  }
}

interface Listing {
  /** In the order of the names. */
  readonly entries: ReadonlyMap<string, EntryKind>;
  /** The name that a name in small letters stands for; none where several do. */
  readonly byLowerCase: ReadonlyMap<string, string | undefined>;
}

async function listFolder(folder: string): Promise<Listing> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause) => {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw new DatasetError(`cannot read the folder ${folder}: ${(cause as Error).message}`, { cause });
  });
  const kinds = await Promise.all(
    entries.map(async (entry): Promise<[string, EntryKind]> => {
      if (!entry.isSymbolicLink()) return [entry.name, entry.isDirectory() ? 'folder' : 'file'];
      // A broken link counts as a file, so that reading it says what is wrong.
      const target = await stat(join(folder, entry.name)).catch(() => undefined);
      return [entry.name, target?.isDirectory() ? 'folder' : 'file'];
    }),
  );
  const byLowerCase = new Map<string, string | undefined>();
  for (const [name] of kinds) {
    const lower = name.toLowerCase();
    byLowerCase.set(lower, byLowerCase.has(lower) ? undefined : name);
  }
  return { entries: new Map(kinds.sort(([a], [b]) => (a < b ? -1 : 1))), byLowerCase };
}

/** A file name without its ending. */
export function stemOf(path: string): string {
  return basename(path, extname(path));
}
