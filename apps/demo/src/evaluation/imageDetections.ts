// What a detector found, as the command line tells it. Loads nothing, so that `--help` stays quick.

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
  /** In pixels of the original picture, upright as its EXIF orientation says. */
  readonly xyxy: readonly [x1: number, y1: number, x2: number, y2: number];
}

/** How many of each class are on a picture, in the order of the classes. */
export function countsPerClass({ boxes }: ImageDetections, classes: readonly string[]): number[] {
  return classes.map((name) => boxes.filter((box) => box.class === name).length);
}

/** How many of each class there are in all. */
export function totalsPerClass(found: readonly ImageDetections[], classes: readonly string[]): number[] {
  const counts = found.map((picture) => countsPerClass(picture, classes));
  return classes.map((_, index) => counts.reduce((sum, row) => sum + (row[index] ?? 0), 0));
}
