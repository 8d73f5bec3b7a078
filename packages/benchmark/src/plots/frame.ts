// Vega measures text only where it has a canvas, and guesses too wide without one: a plot that fits itself around
// its labels would shrink or lose its title. So the frame is laid out here, once for all plots.

/** Width of a plot in pixels: a phone shows it unscaled, a desktop two in a row. */
export const plotWidth = 400;

const margin = { right: 24, bottom: 44, title: 52, legendRow: 18 };
const numberAxis = 58;
/** Width of a character at the axes' 11 pixels, as wide as the common sans-serif fonts get. */
const characterWidth = 6.8;

/** What stands around the drawing. */
export interface FrameOptions {
  readonly title: string;
  readonly subtitle: string;
  /** Height of the drawing without axes and titles, in pixels. */
  readonly drawingHeight: number;
  /** Labels of the y axis, if they are names and not numbers. */
  readonly rowLabels?: readonly string[];
  /** Rows of the legend; default none. */
  readonly legendRows?: number;
}

/** The top-level properties of a plot: fixed sizes, with room for title, legend and labels. */
export function frame({ title, subtitle, drawingHeight, rowLabels, legendRows = 0 }: FrameOptions) {
  const longest = Math.max(0, ...(rowLabels ?? []).map(({ length }) => length));
  const left = rowLabels ? Math.min(150, 14 + longest * characterWidth) : numberAxis;
  const legend = legendRows === 0 ? 0 : 8 + margin.legendRow * legendRows;
  return {
    width: plotWidth - left - margin.right,
    height: drawingHeight,
    autosize: { type: 'none' as const },
    padding: { left, right: margin.right, top: margin.title + legend, bottom: margin.bottom },
    title: { text: title, subtitle, anchor: 'start' as const, frame: 'group' as const, dx: -left },
  };
}

/**
 * Of the axis of numbers beside a frame: without a canvas its labels are taken for wider than they are, and the title would
 * leave the plot.
 */
export const titleWithinFrame = { maxExtent: 40, titlePadding: 4 };

/** What Vega takes a character of a legend for, and what it puts around each name. */
const legendEntry = { character: 8.8, around: 29, symbol: 22 };

/** How a legend is laid out beside a number axis: in three columns if the last of them has room for its names, else in two. */
export function legendLayout(names: readonly string[]) {
  const longest = (column: number): number =>
    Math.max(0, ...names.filter((_, index) => index % 3 === column).map(({ length }) => length));
  const start = [0, 1].reduce(
    (sum, column) => sum + longest(column) * legendEntry.character + legendEntry.around,
    legendEntry.symbol,
  );
  const columns = start + longest(2) * characterWidth <= plotWidth - numberAxis ? 3 : 2;
  return { columns, rows: Math.ceil(names.length / columns) };
}

/** The y axis of a plot whose rows have names: every one is shown, in the given order. */
export function rowAxis(field: string, names: readonly string[]) {
  const axis = { domain: false, ticks: false, labelPadding: 10, labelOverlap: false };
  return { field, type: 'nominal' as const, sort: [...names], title: null, axis };
}
