import { type Html, html } from '../report/html.js';
import { say } from './bilingual.js';
import { plotFolder } from './namedPlot.js';

/** Links to a plot's files. */
export function plotFiles(name: string): Html {
  const link = (ending: string, text: string): Html =>
    html`<a href="${plotFolder}/${name}.${ending}" download>${text}</a>`;
  return html`<span class="files">${say(link('svg', 'SVG'), link('zh.svg', 'SVG'))} · ${link('png', 'PNG')}</span>`;
}

/** The data behind the page. */
export function dataFiles(): Html {
  return html`<p class="files">${say('Data:', '数据：')}
    <a href="observations.csv" download>observations.csv</a> (${say('every run', '每次运行')}) ·
    <a href="claims.json" download>claims.json</a> (${say('the verdicts with their contrasts', '结论及其对比')}) ·
    <code>${plotFolder}/</code> (${say('every plot as SVG and PNG; NAME.zh.svg in Chinese', '所有图的 SVG 和 PNG；NAME.zh.svg 为中文，PNG 中的文字为英文')})</p>`;
}
