import { HISTOGRAM_REACH, type PreActivationHistogram } from '@rectify/nn';
import { armScale } from './armScale.js';
import { plotWidth } from './frame.js';
import { shortLayerName } from './layerName.js';
import { renderSvg } from './renderSvg.js';

/** An arm, and the distributions in its network, one for each layer. */
export interface ArmPreActivations {
  readonly activation: string;
  readonly layers: readonly PreActivationHistogram[];
}

const panelsInARow = 2;
const panelHeight = 74;

/**
 * How pre-activations are distributed: a panel for each layer, a line for each arm, and a line at 0, left of which the
 * activation bends. Panels have scales of their own; areas below the lines are equal.
 *
 * @param arms - of networks with equally many layers
 */
export function plotPreActivations(
  arms: readonly ArmPreActivations[],
  { title }: { readonly title: string },
): Promise<string> {
  const activations = arms.map(({ activation }) => activation);
  const { color, strokeDash } = armScale(activations);
  // Wider than the panels the legend would make room beside them.
  const legend = { columns: 2 };
  const lines = { color: { ...color, legend }, strokeDash: { ...strokeDash, legend } };
  const layers = (arms[0]?.layers ?? []).map((_, place) => layerTitle(arms, place));
  const x = {
    type: 'quantitative' as const,
    title: null,
    axis: { values: [-HISTOGRAM_REACH, -2, 0, 2, HISTOGRAM_REACH], format: '~f', grid: false },
    scale: { domain: [-HISTOGRAM_REACH, HISTOGRAM_REACH], nice: false },
  };
  const y = { type: 'quantitative' as const, axis: null };
  return renderSvg({
    // A longer one would make the plot wider than its panels.
    title: { text: title, subtitle: 'shares; unit: the layer’s root mean square' },
    padding: 4,
    data: { values: arms.flatMap((arm) => pointsOf(arm, layers)) },
    facet: {
      field: 'layer',
      type: 'nominal',
      sort: layers,
      title: null,
      header: { labelLimit: plotWidth / panelsInARow - 20 },
    },
    columns: panelsInARow,
    spacing: { row: 10, column: 20 },
    resolve: { scale: { y: 'independent' } },
    spec: {
      width: plotWidth / panelsInARow - 16,
      height: panelHeight,
      layer: [
        {
          mark: { type: 'line', interpolate: 'step', strokeWidth: 1.6 },
          encoding: { x: { ...x, field: 'z' }, y: { ...y, field: 'share' }, ...lines },
        },
        {
          data: { values: [{ zero: 0 }] },
          mark: { type: 'rule', color: 'currentColor', opacity: 0.35 },
          encoding: { x: { ...x, field: 'zero' } },
        },
      ],
    },
  });
}

/** Arms name their layers after their activations: `1.relu` and `1.prelu` are the layer `1`. */
function layerTitle(arms: readonly ArmPreActivations[], place: number): string {
  const [first = '', ...others] = arms.map(({ layers }) => layers[place]?.layer ?? '');
  const name = others.every((other) => other === first) ? first : first.replace(/\.[^.]*$/, '');
  return `layer ${shortLayerName(name)}`;
}

/** The middles of the bins. */
function pointsOf({ activation, layers }: ArmPreActivations, titles: readonly string[]) {
  return layers.flatMap(({ shares }, place) => {
    const width = (2 * HISTOGRAM_REACH) / shares.length;
    return [...shares].map((share, bin) => ({
      activation,
      layer: titles[place],
      z: -HISTOGRAM_REACH + (bin + 0.5) * width,
      share,
    }));
  });
}
