// Agents at play and detectors at work, for those who want to see for themselves.
import { arms } from '../claims/arms.js';
import { formatNumber } from '../report/format.js';
import { type Html, html } from '../report/html.js';
import { detectionsOf, type Picture, replayOf } from '../report/media.js';
import { metrics } from '../runs/metrics.js';
import { taskOf } from '../runs/readRuns.js';
import type { TaskSummary } from '../summary/summarize.js';
import { say } from './bilingual.js';
import type { TrainedStudy } from './trainedStudy.js';

/** The activations whose pictures the page shows: those that the claims are about. More would make it too large. */
export const picturedActivations: readonly string[] = [arms.relu, arms.leaky, arms.prelu].map(
  ({ activation }) => activation,
);

/** Replays and detections of typical runs; undefined where no run has any. */
export async function picturesSection(trained: readonly TrainedStudy[]): Promise<Html | undefined> {
  const galleries: Html[] = [];
  for (const study of trained) {
    for (const task of study.tasks) {
      const gallery = await galleryOf(task, study);
      if (gallery !== undefined) galleries.push(gallery);
    }
  }
  if (galleries.length === 0) return undefined;
  return html`<section id="pictures">
    <h2>${say('Look at them', '看一看')}</h2>
    <p class="about">${say(
      'One greedy episode of each arm’s typical agent, and validation pictures by each arm’s typical detector, the truth beside what it found. Typical is the seed with the median score: the best would flatter. A heading folds its pictures away.',
      '每组典型智能体的一个贪心回合；每组典型检测器在验证图片上的结果，真值与检测结果并列。“典型”指得分为中位数的种子，取最好的会粉饰结果。点击标题可收起图片。',
    )}</p>
    ${galleries}
  </section>`;
}

async function galleryOf(task: TaskSummary, { runs = [] }: TrainedStudy): Promise<Html | undefined> {
  const strips: Html[] = [];
  for (const activation of picturedActivations) {
    const own = runs.filter((run) => taskOf(run) === task.task && run.result.activation === activation);
    const pictures = [...(await replayOf(own)), ...(await detectionsOf(own))];
    const [first] = pictures;
    if (first !== undefined) strips.push(strip(task, [first, ...pictures.slice(1)]));
  }
  if (strips.length === 0) return undefined;
  return html`<details open><summary>${task.task}</summary><div class="gallery ${task.application}">${strips}</div></details>`;
}

function strip({ primaryMetric }: TaskSummary, pictures: readonly [Picture, ...Picture[]]): Html {
  const [{ activation, seed, score }] = pictures;
  const { label, digits } = metrics[primaryMetric];
  const images = pictures.map(
    ({ name, dataUri }) => html`<img src="${dataUri}" alt="${name}, ${activation}">`,
  );
  const reached = formatNumber(score, digits);
  return html`<figure><div class="strip">${images}</div>
    <figcaption><b>${activation}</b> ${say(
      `seed ${seed}, ${label} ${reached}`,
      `种子 ${seed}，${chineseLabels[primaryMetric] ?? label} ${reached}`,
    )}</figcaption></figure>`;
}

const chineseLabels: Readonly<Partial<Record<TaskSummary['primaryMetric'], string>>> = {
  meanReturn: '平均回报',
};
