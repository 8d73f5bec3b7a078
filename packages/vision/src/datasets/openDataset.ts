import type { Dataset } from './dataset.js';
import { type DigitsOptions, openDigits } from './digits.js';
import { openVoc } from './voc.js';

/** Settings of `openDataset`; each dataset takes those it has a use for. */
export type DatasetOptions = DigitsOptions;

/** The specs that `openDataset` understands. */
export const DATASET_SPECS: readonly string[] = ['digits', 'voc:DIR'];

/**
 * Opens a dataset by its spec.
 *
 * @example
 * ```ts
 * const digits = await openDataset('digits');
 * const { image, objects } = await (await digits.split('val')).example(0);
 * ```
 *
 * @param spec - `digits`, or `voc:DIR` with a folder in the layout of Pascal VOC
 * @throws RangeError if the spec is unknown, with the known ones
 * @throws DatasetError if the folder breaks a rule
 */
export async function openDataset(spec: string, options: DatasetOptions = {}): Promise<Dataset> {
  if (spec === 'digits') return openDigits(options);
  const [scheme, ...rest] = spec.split(':');
  const directory = rest.join(':');
  if (scheme === 'voc' && directory !== '') return openVoc(directory);
  throw new RangeError(`unknown dataset "${spec}"; known: ${DATASET_SPECS.join(', ')}`);
}
