import { arms } from '../claims/arms.js';
import type { Observation } from '../claims/observation.js';
import { plotActivations } from '../plots/activationFunctions.js';
import { plotLearnedSlopes } from '../plots/learnedSlopes.js';
import { plotDeadUnits, plotDormantUnits, plotLearningCurves } from '../plots/trainingCurves.js';
import { type Html, html, trustedHtml } from '../report/html.js';
import type { TaskSummary } from '../summary/summarize.js';
import { both, say } from './bilingual.js';
import type { ClaimPart } from './claimEntry.js';
import { plotFiles } from './downloads.js';
import { drawFigures } from './drawFigures.js';
import { figurePlans } from './figurePlans.js';
import type { NamedPlot } from './namedPlot.js';

/** A study of agents or detectors with its curves over training. */
export interface TrainedStudy {
  /** `study` of its observations. */
  readonly study: string;
  readonly tasks: readonly TaskSummary[];
}

/** More lines in one plot can't be told apart. */
const mostCurves = 7;

/** The activations themselves, what the studies measured, and how trainings went. */
export async function figuresSection(
  observations: readonly Observation[],
  trained: readonly TrainedStudy[],
): Promise<ClaimPart> {
  const parts = [await activationsPart()];
  for (const plan of figurePlans) {
    const plots = await drawFigures(plan, observations);
    if (plots.length > 0) parts.push(figuresPart(both(plan.question), both(plan.note), plots));
  }
  for (const { study, tasks } of trained) {
    const legible = tasks.filter((task) => task.arms.length <= mostCurves);
    if (legible.length > 0) parts.push(await trainingPart({ study, tasks: legible }));
  }
  const markup = html`<section id="figures">
    <h2>${say('Figures', '图')}</h2>
    ${parts.map((part) => part.markup)}
  </section>`;
  return { markup, plots: parts.flatMap(({ plots }) => plots) };
}

function figuresPart(heading: Html, note: Html, plots: readonly NamedPlot[]): ClaimPart {
  const figures = plots.map(
    ({ name, svg }) => html`<figure>${trustedHtml(svg)}<figcaption>${plotFiles(name)}</figcaption></figure>`,
  );
  const markup = html`<h3>${heading}</h3>
    <p class="about">${note}</p>
    <div class="figures">${figures}</div>`;
  return { markup, plots };
}

async function activationsPart(): Promise<ClaimPart> {
  const svg = await plotActivations(Object.values(arms).map(({ activation }) => activation));
  return figuresPart(
    say('The functions and their derivatives', '函数及其导数'),
    say(
      'What is compared; a learned slope is drawn where it starts.',
      '所比较的函数；可学习的斜率按初始值绘制。',
    ),
    [{ name: 'activations', svg }],
  );
}

async function trainingPart({ study, tasks }: TrainedStudy): Promise<ClaimPart> {
  const plots: NamedPlot[] = [];
  for (const task of tasks) {
    const place = task.task.replace(/[^\w.-]+/g, '-');
    const slopes = await plotLearnedSlopes(task);
    plots.push({ name: `${study}-${place}-curves`, svg: await plotLearningCurves(task) });
    plots.push({ name: `${study}-${place}-dead-units`, svg: await plotDeadUnits(task) });
    plots.push({ name: `${study}-${place}-dormant-units`, svg: await plotDormantUnits(task) });
    if (slopes !== undefined) plots.push({ name: `${study}-${place}-slopes`, svg: slopes });
  }
  return figuresPart(
    html`${say('Over training', '训练过程')}: <code>${study}</code>`,
    say(
      'Evaluation at fixed steps, apart from training. Dead: never positive on a fixed probe batch. Dormant: mean absolute output at most 0.025 of the layer’s mean, which a small slope alone can bring about.',
      '在固定步数评估，与训练分开。死亡单元：在固定探测批上从不为正。休眠单元：平均绝对输出不超过所在层均值的 0.025 倍，斜率很小时即可如此。',
    ),
    plots,
  );
}
