import { basename, extname, join } from 'node:path';
import {
  annotateImage,
  type Detector,
  decodeImage,
  encodeImage,
  ImageError,
  loadDetector,
  type ViewCount,
} from '@rectify/vision';
import { printJson } from '../output/jsonFile.js';
import { writeWholeFile } from '../output/writeFile.js';
import type { FinishedRun } from '../runs/finishedRun.js';
import { cocoImages, cocoResults, countsCsv, yoloLabels } from './detectionFormats.js';
import type { DetectedBox, ImageDetections } from './imageDetections.js';

/** What can be written about detections. */
export const DETECTION_FORMATS = ['pictures', 'json', 'coco', 'yolo', 'yolo-scores', 'counts'] as const;

/** One of them. */
export type DetectionFormat = (typeof DETECTION_FORMATS)[number];

/** Where results go, and which boxes count. */
export interface DetectionChoice {
  /** Without it nothing is written. */
  readonly out?: string;
  readonly formats: readonly DetectionFormat[];
  readonly threshold: number;
  /** Views of a picture that are averaged; default the detector's. */
  readonly views?: ViewCount;
  /** Told about each picture that can't be read; the others go on. */
  readonly onFailure: (error: ImageError) => void;
  /** Told after each picture which share of them is done. */
  readonly onShare: (share: number) => void;
}

/** What a detector found on pictures. */
export interface FoundObjects {
  /** In the order of the classes that the detector knows. */
  readonly classes: readonly string[];
  /** Without the pictures that could not be read. */
  readonly found: readonly ImageDetections[];
}

/** Runs a detector over pictures, one after the other. */
export async function detectOnImages(
  { path }: FinishedRun,
  images: readonly string[],
  choice: DetectionChoice,
): Promise<FoundObjects> {
  const detector = await loadDetector(path);
  const { classes } = detector;
  const found: ImageDetections[] = [];
  const stemOf = uniqueStems();
  try {
    for (const [index, image] of images.entries()) {
      try {
        found.push(await detectOnImage(detector, image, { ...choice, stem: stemOf(image) }));
      } catch (error) {
        if (!(error instanceof ImageError)) throw error;
        choice.onFailure(error);
      }
      choice.onShare((index + 1) / images.length);
    }
  } finally {
    await detector.dispose();
  }
  if (found.length > 0) await writeSummaries({ classes, found }, choice);
  return { classes, found };
}

async function detectOnImage(
  detector: Detector,
  image: string,
  { out, formats, threshold, views, stem }: DetectionChoice & { readonly stem: string },
): Promise<ImageDetections> {
  const picture = await decodeImage(image);
  const { boxes } = await detector.detect(picture, { scoreThreshold: threshold, views });
  const { width, height } = picture;
  const detections = { image, width, height, boxes: boxes.map(toDetectedBox) };
  if (out === undefined) return detections;
  const { classes } = detector;
  if (formats.includes('pictures')) {
    const annotated = await annotateImage(picture, boxes, { classes });
    await writeWholeFile(join(out, `${stem}.webp`), await encodeImage(annotated, 'webp'));
  }
  if (formats.some((format) => format.startsWith('yolo'))) {
    const labels = yoloLabels(detections, classes, formats.includes('yolo-scores'));
    await writeWholeFile(join(out, 'labels', `${stem}.txt`), labels);
  }
  return detections;
}

async function writeSummaries(
  { classes, found }: FoundObjects,
  { out, formats }: DetectionChoice,
): Promise<void> {
  if (out === undefined) return;
  const files: Record<DetectionFormat, Readonly<Record<string, string>>> = {
    pictures: {},
    json: { 'boxes.json': printJson(found) },
    coco: {
      'coco-results.json': printJson(cocoResults(found, classes)),
      'coco-images.json': printJson(cocoImages(found, classes)),
    },
    yolo: { 'classes.txt': lines(classes) },
    'yolo-scores': { 'classes.txt': lines(classes) },
    counts: { 'counts.csv': countsCsv(found, classes) },
  };
  for (const format of formats) {
    for (const [name, text] of Object.entries(files[format])) await writeWholeFile(join(out, name), text);
  }
}

function lines(words: readonly string[]): string {
  return words.map((word) => `${word}\n`).join('');
}

type FoundObject = Awaited<ReturnType<Detector['detect']>>['boxes'][number];

function toDetectedBox({ class: name, score, box: { x1, y1, x2, y2 } }: FoundObject): DetectedBox {
  return { class: name, score, xyxy: [x1, y1, x2, y2] };
}

/**
 * Names for what is written about a picture: `photo` for `photo.jpg`, and for further pictures of that name, from other
 * folders or with another ending, `photo-2` and so on. Capitals make no difference, as on many file systems.
 */
function uniqueStems(): (image: string) => string {
  const taken = new Set<string>();
  return (image) => {
    const stem = basename(image, extname(image));
    let unique = stem;
    for (let number = 2; taken.has(unique.toLowerCase()); number++) unique = `${stem}-${number}`;
    taken.add(unique.toLowerCase());
    return unique;
  };
}
