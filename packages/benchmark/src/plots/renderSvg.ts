// The one place where Vega draws. Plots are strings of SVG with no background, in the text's colour
// (`currentColor`), so that they follow the page they stand on, light or dark.
import { parse, View } from 'vega';
import { type Config, compile, type TopLevelSpec } from 'vega-lite';

const ink = 'currentColor';
const font = 'system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif';

const theme: Config = {
  background: 'transparent',
  font,
  view: { stroke: null },
  axis: {
    labelColor: ink,
    titleColor: ink,
    domainColor: ink,
    tickColor: ink,
    gridColor: ink,
    gridOpacity: 0.12,
    domainOpacity: 0.5,
    tickOpacity: 0.5,
    labelFontSize: 11,
    titleFontSize: 11,
    titleFontWeight: 'normal',
    titleOpacity: 0.75,
    titlePadding: 8,
    labelLimit: 140,
    labelOverlap: 'greedy',
    tickSize: 4,
  },
  legend: {
    orient: 'top',
    title: null,
    labelColor: ink,
    labelFontSize: 11,
    symbolStrokeWidth: 2,
    symbolSize: 90,
    columns: 3,
    labelLimit: 160,
    offset: 6,
  },
  header: { labelColor: ink, labelFontSize: 10, labelLimit: 118, labelPadding: 4 },
  title: {
    anchor: 'start',
    frame: 'group',
    color: ink,
    fontSize: 13,
    fontWeight: 600,
    subtitleColor: ink,
    subtitleFontSize: 11,
    offset: 10,
    subtitlePadding: 4,
  },
};

/** Draws a Vega-Lite specification as SVG. */
export async function renderSvg(spec: TopLevelSpec): Promise<string> {
  const compiled = compile(spec, { config: theme }).spec;
  return new View(parse(compiled), { renderer: 'none' }).toSVG();
}

/**
 * A plot as a file of its own: with a background and a text colour for light and for dark surroundings.
 *
 * @param svg - as the plot functions return it
 */
export function standaloneSvg(svg: string): string {
  const style =
    '<style>svg{color:#1d2126;background:#fff}' +
    '@media (prefers-color-scheme:dark){svg{color:#e7e9eb;background:#14171a}}</style>';
  return svg.replace(/<svg [^>]*>/, (opening) => opening + style);
}
