// A detector of a run, judged: numbers, and on request files with plots and pictures.
import {
  analyseDetector,
  type Dataset,
  DatasetError,
  type DatasetSplit,
  type DetectorAnalysis,
  loadDetector,
  mistakeSheet,
  type ViewCount,
} from '@rectify/vision';
import { UsageError } from '../failure.js';
import { readJsonFile } from '../output/jsonFile.js';
import type { DetectorOptions } from '../runs/runConfig.js';
import type { Terminal } from '../terminal.js';
import { checkSplits, openData } from '../training/openData.js';
import { pictureName, reportOf, SHOWN_MISTAKES, worstOf } from './detectorReport.js';
import { type PictureCounts, writeEvaluation } from './writeEvaluation.js';

/** On what to judge a detector, and how. */
export interface DetectorChoice {
  readonly data?: string;
  readonly split?: string;
  readonly images?: number;
  /** Smallest score for confusions and mistakes; default 0.3, as in `rectify detect`. */
  readonly threshold?: number;
  /** Views of a picture that are averaged; default the detector's. */
  readonly views?: ViewCount;
  /** Split of the training data that the score thresholds for counting are chosen on; default `train`. */
  readonly tuningSplit?: string;
  /** Without it nothing is written. */
  readonly out?: string;
}

/** Enough for a threshold: more would only take time. */
const MOST_TUNING_PICTURES = 500;
const DEFAULT_THRESHOLD = 0.3;
const DEFAULT_TUNING_SPLIT = 'train';

/** Judges the detector of a run. */
export async function evaluateDetectorRun(
  terminal: Terminal,
  { path, options }: { readonly path: string; readonly options: DetectorOptions },
  choice: DetectorChoice,
) {
  const { data = options.data, split: splitName = 'val', threshold = DEFAULT_THRESHOLD, views } = choice;
  const dataset = await openData(data);
  requireSplit(dataset, '--split', splitName);
  await checkSplits(terminal, dataset, [splitName]);
  const split = await dataset.split(splitName);
  const images = await imagesToJudge(path, split, choice);
  const tuning = await tuningOf(terminal, { judged: dataset, splitName, trained: options.data }, choice);
  const detector = await loadDetector(path);
  try {
    const analysis = await analyseDetector(detector, {
      ...{ dataset, split: splitName, images, scoreThreshold: threshold, views },
      ...(tuning && { tuning }),
    });
    const { activation, seed } = options;
    const report = reportOf(analysis, { data, split, activation, seed, tuning });
    if (choice.out !== undefined) {
      const mistakes = worstOf(analysis.mistakes);
      const sheet =
        mistakes.length === 0
          ? null
          : await mistakeSheet(detector, {
              ...{ dataset, split: splitName, mistakes, perKind: SHOWN_MISTAKES },
            });
      await writeEvaluation(choice.out, report, { sheet, counts: countsOf(analysis, split) });
    }
    return report;
  } finally {
    await detector.dispose();
  }
}

function countsOf({ classes, evaluation }: DetectorAnalysis, split: DatasetSplit): PictureCounts {
  return {
    pictures: Array.from({ length: evaluation.images }, (_, image) => pictureName(split, image)),
    classes: classes.flatMap(({ name, counting }) => (counting === null ? [] : [{ name, ...counting }])),
  };
}

function requireSplit({ spec, splitNames }: Dataset, option: string, name: string): void {
  if (splitNames.includes(name)) return;
  throw new UsageError(`${option}: ${spec} has no split "${name}"; known: ${splitNames.join(', ')}`);
}

async function imagesToJudge(
  path: string,
  { name, length, isEndless }: DatasetSplit,
  { images, data = 'the data' }: DetectorChoice,
): Promise<number> {
  const count = images ?? (isEndless ? await imagesOf(path) : length);
  if (isEndless || count <= length) return count;
  throw new UsageError(`--images: split "${name}" of ${data} has ${length} pictures, asked for are ${count}`);
}

/** As many pictures as judged the run when it was made: of generated data there is no end. */
async function imagesOf(path: string): Promise<number> {
  const result = (await readJsonFile(`${path}/result.json`)) as { evaluation: { images: number } };
  return result.evaluation.images;
}

interface Tuning {
  readonly dataset: Dataset;
  readonly split: string;
  readonly images: number;
}

/** Where the thresholds for counting come from: never the judged pictures. Undefined, and said, if nothing else is there. */
async function tuningOf(
  terminal: Terminal,
  { judged, splitName, trained }: { judged: Dataset; splitName: string; trained: string },
  { tuningSplit }: DetectorChoice,
): Promise<Tuning | undefined> {
  const name = tuningSplit ?? DEFAULT_TUNING_SPLIT;
  if (trained === judged.spec && name === splitName) {
    const reason = `split "${name}" of ${trained} is judged; its counts need thresholds from another split`;
    if (tuningSplit !== undefined) throw new UsageError(`--tuning-split: ${reason}`);
    terminal.note(`nothing is counted: ${reason}, see --tuning-split`);
    return undefined;
  }
  try {
    const dataset = trained === judged.spec ? judged : await openData(trained);
    requireSplit(dataset, '--tuning-split', name);
    const { length } = await dataset.split(name);
    return { dataset, split: name, images: Math.min(length, MOST_TUNING_PICTURES) };
  } catch (error) {
    if (tuningSplit !== undefined || !(error instanceof DatasetError || error instanceof UsageError))
      throw error;
    terminal.note(
      `nothing is counted: there is no training data to choose score thresholds on (${error.message})`,
    );
    return undefined;
  }
}
