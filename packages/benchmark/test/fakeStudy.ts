// Invented runs that look like real ones: test data, drawn from a seeded stream. No number here was measured.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RandomStream, randomStream } from '@rectify/nn/random';
import { type PlannedRun, planRuns, quickStudy } from '../src/index.js';

/** The smallest WebP: one pixel. */
const onePixelWebp = Buffer.from('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA', 'base64');
const evaluations = 20;
const layers = {
  dqn: [
    ['hidden.1', 120],
    ['hidden.2', 84],
  ],
  detector: [
    ['backbone.1', 16],
    ['backbone.2', 32],
    ['backbone.3', 64],
    ['neck', 64],
  ],
  classifier: [['2.relu', 16]],
} as const;

/** Writes the finished runs of a study; by default of the demo's. */
export async function writeFakeStudy(directory: string, study = quickStudy): Promise<PlannedRun[]> {
  const plan = planRuns(study);
  await Promise.all(plan.map((run) => writeFakeRun(join(directory, run.name), run)));
  return plan;
}

async function writeFakeRun(directory: string, run: PlannedRun): Promise<void> {
  const random = randomStream(run.options.seed).split(run.name);
  await mkdir(join(directory, 'detections'), { recursive: true });
  await writeFile(join(directory, 'config.json'), JSON.stringify({ options: run.options }));
  const history = historyOf(run, random);
  const lines = history.map((scores, index) => ({
    type: 'evaluation',
    ...scores,
    ...unitsAt(run, (index + 1) / evaluations, random.split(`units ${index}`)),
    wallSeconds: index + random.uniform(),
  }));
  await writeFile(
    join(directory, 'metrics.jsonl'),
    lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
  const { step, ...last } = lines.at(-1) as (typeof lines)[number];
  await writeFile(join(directory, 'result.json'), JSON.stringify(resultOf(run, step, last)));
  if (run.application === 'classifier') return;
  if (run.application === 'dqn') return writeFile(join(directory, 'replay.webp'), onePixelWebp);
  for (const image of ['scene-000', 'scene-001']) {
    await writeFile(join(directory, 'detections', `${image}.webp`), onePixelWebp);
  }
}

type Scores = { readonly step: number } & Readonly<Record<string, number>>;

function historyOf({ application, options }: PlannedRun, random: RandomStream): Scores[] {
  switch (application) {
    case 'dqn':
      return dqnHistory(options.steps ?? 50_000, random);
    case 'detector':
      return detectorHistory(random);
    case 'classifier':
      return classifierHistory(random);
  }
}

function classifierHistory(random: RandomStream): Scores[] {
  return progress().map((part) => ({
    step: Math.round(part * 2800),
    epoch: part * 6,
    accuracy: 0.99 * (1 - Math.exp(-5 * part)) + 0.001 * random.uniform(),
  }));
}

function dqnHistory(steps: number, random: RandomStream): Scores[] {
  const middle = random.uniform(0.3, 0.6);
  return progress().map((part) => {
    const level = 1 / (1 + Math.exp(-12 * (part - middle)));
    const meanReturn = Math.max(9, Math.min(500, 20 + 490 * level + 25 * random.normal() * (1.4 - level)));
    return { step: Math.round(part * steps), meanReturn };
  });
}

function detectorHistory(random: RandomStream): Scores[] {
  const best = random.uniform(0.9, 0.95);
  return progress().map((part) => {
    const mAP50 = best * (1 - Math.exp(-5 * part)) + 0.01 * random.normal();
    return { step: Math.round(part * 1500), epoch: part * 6, mAP50, mAP: 0.62 * mAP50 };
  });
}

function progress(): number[] {
  return Array.from({ length: evaluations }, (_, index) => (index + 1) / evaluations);
}

function unitsAt(run: PlannedRun, part: number, random: RandomStream) {
  const isLearned = run.options.activation.startsWith('prelu');
  const dying = run.options.activation === 'relu' ? 0.12 : 0.03;
  const unitHealth = layers[run.application].map(([layer, units], depth) => {
    const dead = Math.round(units * dying * part * random.uniform(0.5, 1.5) * (1 + depth / 2));
    return { layer, units, deadShare: dead / units, dormantShare: Math.min(1, (dead + 2) / units) };
  });
  const learnedSlopes = layers[run.application].map(([layer], depth) => {
    const mean = 0.25 + part * (0.08 - 0.07 * depth) + 0.01 * random.normal();
    return { layer, mean, min: mean - 0.2 * part, max: mean + 0.25 * part };
  });
  return { unitHealth, learnedSlopes: isLearned ? learnedSlopes : [] };
}

function resultOf(run: PlannedRun, steps: number, last: Readonly<Record<string, unknown>>) {
  const { seed, activation } = run.options;
  const shared = {
    activation,
    seed,
    steps,
    wallSeconds: 10 + seed,
    unitHealth: last.unitHealth,
    learnedSlopes: last.learnedSlopes,
    versions: { rectify: '0.1.0', 'onnxruntime-node': '1.30.0' },
  };
  if (run.application === 'dqn') {
    const { meanReturn } = last;
    return {
      kind: 'dqn',
      environment: run.options.environment,
      ...shared,
      updates: steps / 4,
      parameters: activation.startsWith('prelu') ? 11_138 : 10_934,
      evaluation: { episodes: 100, meanReturn, returns: Array.from({ length: 100 }, () => meanReturn) },
    };
  }
  if (run.application === 'classifier') {
    const { accuracy } = last;
    return {
      kind: 'classifier',
      network: run.options.network,
      ...shared,
      epochs: run.options.epochs ?? 6,
      parameters: 108_000,
      evaluation: {
        images: 10_000,
        accuracy,
        perClass: { 7: { accuracy, images: 1028 } },
        confusion: [[1028]],
      },
    };
  }
  const { mAP50, mAP } = last;
  return {
    kind: 'detector',
    data: run.options.data,
    ...shared,
    epochs: run.options.epochs ?? 5,
    parameters: 95_000,
    evaluation: {
      split: 'val',
      images: 200,
      mAP50,
      mAP,
      perClass: { 7: { AP50: mAP50, AP: mAP, truths: 61 } },
    },
  };
}
