/** A plot that the page shows and that lies beside it as a file. */
export interface NamedPlot {
  /** Name of its files, without an ending. */
  readonly name: string;
  /** As it stands in the page. */
  readonly svg: string;
  /** Draws it with a title of its own, where the page has that beside the plot; default `svg` as it is. */
  readonly titled?: () => Promise<string>;
}

/** The folder of the plots' files, beside the page. */
export const plotFolder = 'plots';
