import { type MeasureOptions, measure, type Timing } from '../measure.js';
import { type ConvolutionWork, describeWork, randomPictures } from './convolutionStep.js';
import { pytorchStep } from './pytorchStep.js';
import { rectifyStep } from './rectifyStep.js';
import { tensorflowStep } from './tensorflowStep.js';

/** The times of all systems for one work. */
export interface WorkTimings {
  readonly work: string;
  readonly timings: readonly Timing[];
}

/** What is timed besides how: the Python of the peer, and the processor's clock. */
export interface StepOptions {
  readonly python: string;
  readonly processorMs: () => number;
  readonly onShare: (share: number) => void;
}

const WORKS: readonly ConvolutionWork[] = [
  { width: 96, height: 96, downsampling: 'stride' },
  { width: 96, height: 96, downsampling: 'maxPool' },
  { width: 320, height: 240, downsampling: 'stride' },
];
const THREADS = [1, 2];
const BATCHES = 2;
const PACE = {
  rounds: 8,
  turnMs: 400,
  updatesInTurn: 200,
  warmUpUpdates: 4,
} satisfies Partial<MeasureOptions>;

/** Times a training step of each work with each number of threads, this project beside its peers. */
export async function timeSteps({ python, processorMs, onShare }: StepOptions): Promise<WorkTimings[]> {
  const sittings = WORKS.flatMap((work) => THREADS.map((threads) => ({ work, threads })));
  const results: WorkTimings[] = [];
  for (const [index, { work, threads }] of sittings.entries()) {
    const batches = Array.from({ length: BATCHES }, (_, batch) => randomPictures(work, batch));
    const systems = [
      rectifyStep(work, threads),
      pytorchStep(work, { python, threads, batches }),
      tensorflowStep(work),
    ];
    const timings = await measure(systems, batches, {
      ...PACE,
      processorMs,
      onRound: (round) => onShare((index + round / PACE.rounds) / sittings.length),
    });
    results.push({ work: describeWork(work, threads), timings });
  }
  return results;
}
