// Which pictures a person means by files, folders and globs.
import { readdir, stat } from 'node:fs/promises';
import { extname, isAbsolute, join } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';

/** The endings that pictures have in folders; a file that is named itself may have any. */
export const PICTURE_ENDINGS = ['.jpg', '.jpeg', '.png', '.webp', '.gif', '.tif', '.tiff', '.avif', '.svg'];

/** What was found. */
export interface FoundImages {
  /** In the order of the arguments; of a folder or a glob by name, without those that are in the list already. */
  readonly images: readonly string[];
  /** A line for each argument that leads to no picture. */
  readonly failures: readonly string[];
}

/**
 * Lists the pictures behind arguments of a command line: files as they are, whatever is in them; of folders and globs the
 * files that end like pictures. A glob that the shell did not expand works too; one that is also the name of a file
 * is that file.
 *
 * @param isRecursive - whether folders inside folders are looked into
 */
export async function findImages(paths: readonly string[], isRecursive: boolean): Promise<FoundImages> {
  const images: string[] = [];
  const failures: string[] = [];
  for (const path of paths) {
    const found = await picturesBehind(path, isRecursive);
    if (typeof found === 'string') failures.push(found);
    else images.push(...found.filter((image) => image === path || !images.includes(image)));
  }
  return { images, failures };
}

async function picturesBehind(path: string, isRecursive: boolean): Promise<string[] | string> {
  const entry = await stat(path).catch(() => undefined);
  if (entry?.isDirectory()) {
    const pictures = await picturesIn(path, isRecursive);
    if (pictures.length > 0) return pictures;
    const advice = isRecursive ? '' : '; --recursive looks into the folders inside it';
    return `cannot read image "${path}": it is a folder without pictures${advice}`;
  }
  if (entry !== undefined || !isDynamicPattern(path)) return [path];
  const matches = await glob(path.replaceAll('\\', '/'), {
    absolute: isAbsolute(path),
    expandDirectories: false,
  });
  const pictures = matches.filter(isPicture).sort();
  return pictures.length > 0 ? pictures : `cannot read image "${path}": no picture matches`;
}

async function picturesIn(folder: string, isRecursive: boolean): Promise<string[]> {
  const names = await readdir(folder, { recursive: isRecursive });
  return names
    .filter(isPicture)
    .sort()
    .map((name) => join(folder, name));
}

function isPicture(path: string): boolean {
  return PICTURE_ENDINGS.includes(extname(path).toLowerCase());
}
