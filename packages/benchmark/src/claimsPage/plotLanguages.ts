// Plots are drawn in English; here their texts become Chinese, or both, whose choice is the page's.
import { chineseOf } from './plotWords.js';

/** As Vega writes them. */
const textElement = /<text([^>]*)>([^<]*)<\/text>/g;

/** The plot for a page in both languages: where a text differs, one element of the class `en` and one of the class `zh`. */
export function bilingualPlot(svg: string): string {
  return svg.replace(textElement, (english: string, attributes: string, content: string) => {
    const chinese = chineseOf(content);
    if (chinese === undefined) return english;
    return `<text class="en"${attributes}>${content}</text><text class="zh" lang="zh-Hans"${attributes}>${chinese}</text>`;
  });
}

/** The plot in Chinese. */
export function chinesePlot(svg: string): string {
  return svg.replace(
    textElement,
    (_, attributes: string, content: string) => `<text${attributes}>${chineseOf(content) ?? content}</text>`,
  );
}
