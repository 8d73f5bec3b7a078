// A tiny dataset in the layout of Pascal VOC: coloured rectangles on grey.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

const PICTURES = ['one', 'two', 'three', 'four'];
const WIDTH = 64;
const HEIGHT = 48;

/** Writes the dataset; `train` and `val` hold the same pictures. */
export async function writeVocFolder(directory: string): Promise<void> {
  for (const folder of ['Annotations', 'ImageSets/Main', 'JPEGImages']) {
    mkdirSync(join(directory, folder), { recursive: true });
  }
  for (const [index, name] of PICTURES.entries()) {
    const box = { x: 4 + 6 * index, y: 5 + 3 * index, width: 16, height: 14 };
    writeFileSync(join(directory, 'Annotations', `${name}.xml`), annotation(name, box));
    await picture(box).toFile(join(directory, 'JPEGImages', `${name}.jpg`));
  }
  for (const split of ['train', 'val']) {
    writeFileSync(join(directory, 'ImageSets/Main', `${split}.txt`), PICTURES.join('\n'));
  }
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function picture({ x, y, width, height }: Rectangle) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
    <rect width="100%" height="100%" fill="#888"/>
    <rect x="${x}" y="${y}" width="${width}" height="${height}" fill="#c00"/></svg>`;
  return sharp(Buffer.from(svg)).jpeg();
}

function annotation(name: string, { x, y, width, height }: Rectangle): string {
  return `<annotation><filename>${name}.jpg</filename>
    <size><width>${WIDTH}</width><height>${HEIGHT}</height><depth>3</depth></size>
    <object><name>red</name><bndbox><xmin>${x}</xmin><ymin>${y}</ymin>
    <xmax>${x + width}</xmax><ymax>${y + height}</ymax></bndbox></object></annotation>`;
}
