import { chinesePlot, type NamedPlot } from '../src/report/index.js';

/** The words in plots that their Chinese has too. */
export function untranslated(plots: readonly NamedPlot[]): string[] {
  const textsOf = (svg: string): string[] =>
    [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text = '']) => text);
  const english = new Set(plots.flatMap(({ svg }) => textsOf(svg)));
  const left = plots.flatMap(({ svg }) => textsOf(chinesePlot(svg))).filter((text) => english.has(text));
  return [...new Set(left)].filter((text) => /[a-z]{3}/.test(text));
}
