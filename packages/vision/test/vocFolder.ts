// Tiny Pascal VOC folders, made on the fly.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { encodeImage } from '../src/images/encode.js';
import { type RgbImage, solidImage } from '../src/images/image.js';

const madeFolders: string[] = [];

afterAll(async () => {
  for (const folder of madeFolders) await rm(folder, { recursive: true, force: true });
});

export interface VocFile {
  /** Objects as `class xmin ymin xmax ymax`. */
  readonly objects: readonly string[];
  /** Default a grey picture of 64 by 48. */
  readonly image?: RgbImage | null;
  /** Default the whole annotation, written from `objects`. */
  readonly xml?: string;
  readonly imageName?: string;
  readonly difficult?: boolean;
}

function annotationXml(name: string, { objects, imageName, image, difficult }: VocFile): string {
  const { width, height } = image ?? { width: 64, height: 48 };
  const rows = objects.map((object) => {
    const [className, xmin, ymin, xmax, ymax] = object.split(' ');
    return `<object><name>${className}</name><difficult>${difficult ? 1 : 0}</difficult><bndbox>
      <xmin>${xmin}</xmin><ymin>${ymin}</ymin><xmax>${xmax}</xmax><ymax>${ymax}</ymax></bndbox></object>`;
  });
  return `<annotation><filename>${imageName ?? `${name}.jpg`}</filename>
    <size><width>${width}</width><height>${height}</height><depth>3</depth></size>${rows.join('')}</annotation>`;
}

/** Writes the folder below the system's temporary directory and returns its path. It goes when the test file is done. */
export async function vocFolder(
  files: Readonly<Record<string, VocFile>>,
  splits: Readonly<Record<string, readonly string[]>>,
): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'rectify-voc-'));
  madeFolders.push(directory);
  for (const folder of ['ImageSets/Main', 'Annotations', 'JPEGImages']) {
    await mkdir(join(directory, folder), { recursive: true });
  }
  for (const [name, file] of Object.entries(files)) {
    const image =
      file.image === undefined ? solidImage({ width: 64, height: 48 }, [120, 120, 120]) : file.image;
    if (image)
      await writeFile(join(directory, 'JPEGImages', `${name}.jpg`), await encodeImage(image, 'jpeg', 95));
    await writeFile(join(directory, 'Annotations', `${name}.xml`), file.xml ?? annotationXml(name, file));
  }
  for (const [split, names] of Object.entries(splits)) {
    await writeFile(join(directory, 'ImageSets/Main', `${split}.txt`), `${names.join('\n')}\n`);
  }
  return directory;
}
