// The texts of plots in Chinese, by their English: a plot is drawn once, and its words are exchanged.
import { chineseMetricNames } from './metricWords.js';

/** Words that stand alone, or behind the colon of a title. */
const phrases: Readonly<Record<string, string>> = {
  ...chineseMetricNames,
  'Activations and their derivatives': '激活函数及其导数',
  'learning curves': '学习曲线',
  'dead units': '死亡单元',
  'dormant units': '休眠单元',
  'pre-activations': '预激活值',
  'performance profiles': '性能剖面',
  'dead units (%)': '死亡单元（%）',
  'dormant units (%)': '休眠单元（%）',
  'greedy return': '贪心策略的回报',
  'accuracy (test)': '准确率（测试集）',
  'mAP@0.5 (validation)': 'mAP@0.5（验证集）',
  'environment steps': '环境步数',
  'training steps': '训练步数',
  'share of runs above': '高于该值的运行比例',
  'slope left of zero': '零点左侧的斜率',
  'slope left of zero (no unit)': '零点左侧的斜率（无单位）',
  'shares; unit: the layer’s root mean square': '比例；单位：所在层的均方根',
  'input x': '输入 x',
  'learning rate': '学习率',
  learningRate: '学习率',
  dimensions: '维数',
  depth: '深度',
  width: '宽度',
  'width × depth': '宽度 × 深度',
};

const count = String.raw`(\d+(?: to \d+)?)`;

/** Sentences with something to fill in. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [`interquartile mean of ${count} seeds?, band: 95 % interval`, '$1 个种子的四分位均值，色带：95 % 区间'],
  [`interquartile mean of ${count} seeds? a cell`, '每格为 $1 个种子的四分位均值'],
  [`mean of ${count} seeds? a cell`, '每格为 $1 个种子的均值'],
  [`means of ${count} seeds?, bar: 95 % interval`, '$1 个种子的均值，线段：95 % 区间'],
  [
    String.raw`mean of ${count} seeds?(?: of (\S+))?, bar: smallest to largest channel`,
    '$2 $1 个种子的均值，横条：从最小到最大的通道',
  ],
  [`${count} seeds?, a point each; bar: 95 % interval`, '$1 个种子，各为一点；横条：95 % 区间'],
  [
    `${count} runs? each over ${count} tasks, band: pointwise 95 % interval`,
    '每组 $2 个任务共 $1 次运行，色带：逐点 95 % 区间',
  ],
  [`${count} runs? each, band: pointwise 95 % interval`, '每组 $1 次运行，色带：逐点 95 % 区间'],
  ['learned slopes', '学到的斜率'],
  ['layer (.+)', '第 $1 层'],
].map(([english, chinese]) => [new RegExp(`^${english}$`), chinese as string] as const);

/** Chinese for a text of a plot; undefined for what is the same in both languages: names of arms, layers and tasks, numbers. */
export function chineseOf(text: string): string | undefined {
  const phrase = phrases[text];
  if (phrase !== undefined) return phrase;
  for (const [english, chinese] of patterns) {
    if (english.test(text)) return text.replace(english, chinese).replace(' to ', ' 至 ').trim();
  }
  return chineseTitle(text);
}

/** `study: what, place 1` by its parts. The names ahead of the colon stay. */
function chineseTitle(text: string): string | undefined {
  const [, subject, shown = ''] = /^(.+): (.+)$/.exec(text) ?? [];
  const [what = '', ...places] = shown.split(', ');
  const chinese = subject === undefined ? undefined : chineseOf(what);
  if (chinese === undefined) return undefined;
  return `${subject}：${[chinese, ...places.map(chinesePlace)].join('，')}`;
}

/** `width 8`, or a name that stays. */
function chinesePlace(place: string): string {
  const [name = '', ...value] = place.split(' ');
  return [phrases[name] ?? name, ...value].join(' ');
}
