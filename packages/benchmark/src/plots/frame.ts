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
  /** Entries of the legend; default none. */
  readonly legendEntries?: number;
}

/** The top-level properties of a plot: fixed sizes, with room for title, legend and labels. */
export function frame({ title, subtitle, drawingHeight, rowLabels, legendEntries = 0 }: FrameOptions) {
  const longest = Math.max(0, ...(rowLabels ?? []).map(({ length }) => length));
  const left = rowLabels ? Math.min(150, 14 + longest * characterWidth) : numberAxis;
  const legend = legendEntries === 0 ? 0 : 8 + margin.legendRow * Math.ceil(legendEntries / 3);
  return {
    width: plotWidth - left - margin.right,
    height: drawingHeight,
    autosize: { type: 'none' as const },
    padding: { left, right: margin.right, top: margin.title + legend, bottom: margin.bottom },
    title: { text: title, subtitle, anchor: 'start' as const, frame: 'group' as const, dx: -left },
  };
}

/** The y axis of a plot whose rows have names: every one is shown, in the given order. */
export function rowAxis(field: string, names: readonly string[]) {
  const axis = { domain: false, ticks: false, labelPadding: 10, labelOverlap: false };
  return { field, type: 'nominal' as const, sort: [...names], title: null, axis };
}
