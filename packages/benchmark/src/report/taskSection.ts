import { plotFinalScores } from '../plots/finalScores.js';
import { plotLearnedSlopes } from '../plots/learnedSlopes.js';
import { plotDeadUnits, plotDormantUnits, plotLearningCurves } from '../plots/trainingCurves.js';
import { metrics } from '../runs/metrics.js';
import type { Run } from '../runs/readRuns.js';
import type { TaskSummary } from '../summary/summarize.js';
import { formatNumber } from './format.js';
import { type Html, html, trustedHtml } from './html.js';
import { detectionsOf, type Picture, replayOf } from './media.js';
import { scoreTable } from './scoreTable.js';

/** Everything about one task: table, plots and pictures. */
export async function taskSection(task: TaskSummary, baseline: string, runs: readonly Run[]): Promise<Html> {
  const unit = task.application === 'dqn' ? 'environment steps' : 'training steps';
  return html`<section>
    <h2>${task.task}</h2>
    <p class="about">Each run trains ${trainedKinds[task.application]} for ${formatNumber(task.steps)} ${unit}, with everything but the activation
      equal and the same seeds in every arm: ${seedsOf(task)}.</p>
    ${scoreTable(task, baseline)}
    <div class="plots">${await plots(task)}</div>
    ${await pictures(task, runs)}
  </section>`;
}

const trainedKinds = {
  dqn: 'a DQN agent',
  detector: 'an object detector',
  classifier: 'a classifier of handwritten digits',
} as const;

function seedsOf({ arms }: TaskSummary): string {
  return [...new Set(arms.flatMap(({ seeds }) => seeds))].sort((first, second) => first - second).join(', ');
}

async function plots(task: TaskSummary): Promise<Html[]> {
  const drawn = [
    [await plotLearningCurves(task), curveCaptions[task.application]],
    [await plotFinalScores(task), 'The stroke is the interquartile mean; seeds are set apart vertically.'],
    [await plotDeadUnits(task), 'Units whose input is never positive on a fixed probe batch.'],
    [
      await plotDormantUnits(task),
      'Units whose mean absolute output is at most 0.025 of their layer’s mean; not comparable between activations.',
    ],
    [await plotLearnedSlopes(task), 'The dashed line is where the slopes start.'],
  ] as const;
  return drawn.flatMap(([svg, caption]) =>
    svg ? [html`<figure>${trustedHtml(svg)}<figcaption>${caption}</figcaption></figure>`] : [],
  );
}

const curveCaptions = {
  dqn: 'Greedy evaluation at fixed steps, apart from training.',
  detector: 'Evaluation at fixed steps, on images that training never sees.',
  classifier: 'Evaluation at fixed steps, on digits that training never sees.',
} as const;

async function pictures(task: TaskSummary, runs: readonly Run[]): Promise<Html | undefined> {
  const runsByArm = task.arms.map(({ activation }) =>
    runs.filter(({ result }) => result.activation === activation),
  );
  if (task.application === 'classifier') return undefined;
  const { title, note, read } = pictureKinds[task.application];
  const shown = (await Promise.all(runsByArm.map(read))).filter(({ length }) => length > 0);
  if (shown.length === 0) return undefined;
  return html`<h3>${title}</h3>
    <p class="about">${note} Typical means the seed with the median score.</p>
    <div class="gallery ${task.application}">${shown.map((pictures) => pictureStrip(task, pictures))}</div>`;
}

const pictureKinds = {
  dqn: { title: 'Replays', note: 'One greedy episode of each arm’s typical agent.', read: replayOf },
  detector: {
    title: 'Detections',
    note: 'Validation images with the truth beside the prediction, by each arm’s typical detector.',
    read: detectionsOf,
  },
} as const;

function pictureStrip(task: TaskSummary, pictures: readonly Picture[]): Html {
  const { label, digits } = metrics[task.primaryMetric];
  const images = pictures.map(
    ({ activation, name, dataUri }) => html`<img src="${dataUri}" alt="${name} of ${activation}">`,
  );
  const captions = pictures
    .slice(0, 1)
    .map(
      ({ activation, seed, score }) =>
        html`<figcaption><b>${activation}</b> seed ${seed}, ${label} ${formatNumber(score, digits)}</figcaption>`,
    );
  return html`<figure><div class="strip">${images}</div>${captions}</figure>`;
}
