import { arms } from '../claims/arms.js';
import type { Observation } from '../contrasts/observation.js';
import { plotActivations } from '../plots/activationFunctions.js';
import { plotLearnedSlopes } from '../plots/learnedSlopes.js';
import { plotPreActivations } from '../plots/preActivations.js';
import { plotDeadUnits, plotDormantUnits, plotLearningCurves } from '../plots/trainingCurves.js';
import { formatNumber } from '../report/format.js';
import { type Html, html, trustedHtml } from '../report/html.js';
import { mean } from '../statistics/mean.js';
import { both, say } from './bilingual.js';
import type { ClaimPart } from './claimEntry.js';
import { plotFiles } from './downloads.js';
import { drawFigures } from './drawFigures.js';
import { figurePlans } from './figurePlans.js';
import type { NamedPlot } from './namedPlot.js';
import { bilingualPlot } from './plotLanguages.js';
import type { InspectedArm, TrainedStudy } from './trainedStudy.js';

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
  for (const study of trained) {
    const tasks = study.tasks.filter((task) => task.arms.length <= mostCurves);
    if (tasks.length > 0) parts.push(await trainingPart({ ...study, tasks }));
  }
  const markup = html`<section id="figures">
    <h2>${say('Figures', '图')}</h2>
    ${parts.map((part) => part.markup)}
  </section>`;
  return { markup, plots: parts.flatMap(({ plots }) => plots) };
}

/** A plot, and what its own text does not say. */
interface CaptionedPlot extends NamedPlot {
  readonly caption?: Html;
}

function figuresPart(heading: Html, note: Html, plots: readonly CaptionedPlot[]): ClaimPart {
  const figures = plots.map(
    ({ name, svg, caption }) =>
      html`<figure>${trustedHtml(bilingualPlot(svg))}<figcaption>${caption && html`${caption} `}${plotFiles(name)}</figcaption></figure>`,
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

async function trainingPart({ study, tasks, inspected = [] }: TrainedStudy): Promise<ClaimPart> {
  const plots: CaptionedPlot[] = [];
  for (const task of tasks) {
    const name = `${study}-${task.task.replace(/[^\w.-]+/g, '-')}`;
    const slopes = await plotLearnedSlopes(task);
    const arms = task.arms.flatMap(({ activation }) =>
      inspected.filter((arm) => arm.task === task.task && arm.activation === activation),
    );
    plots.push({ name: `${name}-curves`, svg: await plotLearningCurves(task) });
    plots.push({ name: `${name}-dead-units`, svg: await plotDeadUnits(task) });
    plots.push({ name: `${name}-dormant-units`, svg: await plotDormantUnits(task) });
    if (slopes !== undefined) plots.push({ name: `${name}-slopes`, svg: slopes });
    if (arms.length > 0) plots.push(await preActivationsPlot(name, arms));
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

async function preActivationsPlot(name: string, arms: readonly InspectedArm[]): Promise<CaptionedPlot> {
  const task = arms[0]?.task ?? '';
  const negative = arms.map(({ activation, layers }) => {
    const halves = layers.map(({ shares }) => shares.slice(0, shares.length / 2));
    const share = mean(halves.map((half) => half.reduce((sum, bin) => sum + bin, 0)));
    return `${activation} ${formatNumber(100 * share)}\u00a0%`;
  });
  return {
    name: `${name}-pre-activations`,
    svg: await plotPreActivations(arms, { title: `${task}: pre-activations` }),
    caption: say(
      `The trained networks of typical seeds on their probe. Negative, mean of the layers: ${negative.join(', ')}.`,
      `典型种子训练后的网络在探测批上的预激活值。各层负值比例的平均：${negative.join('，')}。`,
    ),
  };
}
