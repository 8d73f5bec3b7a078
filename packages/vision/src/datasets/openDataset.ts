import { openCoco } from './coco.js';
import type { Dataset } from './dataset.js';
import { type DigitsOptions, openDigits } from './digits.js';
import type { ProblemListener } from './findings.js';
import { openVoc } from './voc.js';
import { openYolo } from './yolo.js';

/** Settings of `openDataset`; each dataset takes those it has a use for. */
export interface DatasetOptions extends DigitsOptions {
  /**
   * Is told each picture and label on disk that cannot be used, which is then left out. Default: a broken label or a
   * missing picture is a DatasetError, and so are more than a fifth unreadable pictures in a split.
   */
  readonly onProblem?: ProblemListener;
}

/** The specs that `openDataset` understands. */
export const DATASET_SPECS: readonly string[] = [
  'digits',
  'voc:DIR',
  'coco:DIR_OR_FILE.json',
  'yolo:DIR_OR_FILE.yaml',
];

const FORMATS: Readonly<Record<string, (path: string, onProblem?: ProblemListener) => Promise<Dataset>>> = {
  voc: openVoc,
  coco: openCoco,
  yolo: openYolo,
};

/**
 * Opens a dataset by its spec.
 *
 * @example
 * ```ts
 * const digits = await openDataset('digits');
 * const { image, objects } = await (await digits.split('val')).example(0);
 * ```
 *
 * @param spec - `digits`, or the format and the path of data on disk: `voc:`, `coco:` or `yolo:`
 * @throws RangeError if the spec is unknown, with the known ones
 * @throws DatasetError if the folder breaks a rule
 */
export async function openDataset(spec: string, options: DatasetOptions = {}): Promise<Dataset> {
  if (spec === 'digits') return openDigits(options);
  const [scheme = '', ...rest] = spec.split(':');
  const path = rest.join(':');
  const open = Object.hasOwn(FORMATS, scheme) ? FORMATS[scheme] : undefined;
  if (open !== undefined && path !== '') return open(path, options.onProblem);
  throw new RangeError(`unknown dataset "${spec}"; known: ${DATASET_SPECS.join(', ')}`);
}
