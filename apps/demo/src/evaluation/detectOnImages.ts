import { basename, extname, join } from 'node:path';
import {
  annotateImage,
  type Detector,
  decodeImage,
  encodeImage,
  loadDetector,
  type RgbImage,
} from '@rectify/vision';
import { writeWholeFile } from '../output/writeFile.js';
import type { FinishedRun } from '../runs/finishedRun.js';

/** What was found on one picture; the keys are those that `rectify detect --json` prints. */
export interface ImageDetections {
  readonly image: string;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly DetectedBox[];
}

/** One object. */
export interface DetectedBox {
  readonly class: string;
  readonly score: number;
  /** In pixels of the original picture. */
  readonly xyxy: readonly [x1: number, y1: number, x2: number, y2: number];
}

/** Where results go, and which boxes count. */
export interface DetectionChoice {
  /** Without it nothing is written. */
  readonly out?: string;
  readonly threshold: number;
}

/**
 * Runs a detector over pictures.
 *
 * All of them are decoded before the first is written, so that a broken one leaves nothing behind.
 *
 * @throws ImageError naming the picture that can't be read
 */
export async function detectOnImages(
  { path }: FinishedRun,
  images: readonly string[],
  { out, threshold }: DetectionChoice,
): Promise<ImageDetections[]> {
  const decoded: RgbImage[] = [];
  for (const image of images) decoded.push(await decodeImage(image));
  const detector = await loadDetector(path);
  try {
    const found: ImageDetections[] = [];
    for (const [index, picture] of decoded.entries()) {
      const { boxes } = await detector.detect(picture, { scoreThreshold: threshold });
      const image = images[index] ?? '';
      found.push({ image, width: picture.width, height: picture.height, boxes: boxes.map(toDetectedBox) });
      if (out !== undefined) {
        const annotated = await annotateImage(picture, boxes, { classes: detector.classes });
        await writeWholeFile(join(out, fileNames(images)[index] ?? ''), await encodeImage(annotated, 'webp'));
      }
    }
    if (out !== undefined)
      await writeWholeFile(join(out, 'boxes.json'), `${JSON.stringify(found, null, 2)}\n`);
    return found;
  } finally {
    await detector.dispose();
  }
}

type FoundObject = Awaited<ReturnType<Detector['detect']>>['boxes'][number];

function toDetectedBox({ class: name, score, box: { x1, y1, x2, y2 } }: FoundObject): DetectedBox {
  return { class: name, score, xyxy: [x1, y1, x2, y2] };
}

/** `photo.jpg` becomes `photo.webp`; of pictures that share a name the later ones get a number. */
function fileNames(images: readonly string[]): string[] {
  const stems = images.map((image) => basename(image, extname(image)));
  return stems.map((stem, index) => {
    const earlier = stems.slice(0, index).filter((other) => other === stem).length;
    return earlier === 0 ? `${stem}.webp` : `${stem}-${earlier + 1}.webp`;
  });
}
