import { armStyles } from './armStyle.js';

/**
 * Vega-Lite encodings that give each activation its colour, shape and dash; together they make one legend.
 *
 * @param activations - in the order of the legend; the field of the data is `activation`
 */
export function armScale(activations: readonly string[]) {
  const styles = [...armStyles(activations).values()];
  const field = { field: 'activation', type: 'nominal' as const };
  const domain = [...activations];
  return {
    color: { ...field, scale: { domain, range: styles.map(({ color }) => color) } },
    shape: { ...field, scale: { domain, range: styles.map(({ shape }) => shape) } },
    strokeDash: { ...field, scale: { domain, range: styles.map(({ dash }) => [...dash]) } },
  };
}
