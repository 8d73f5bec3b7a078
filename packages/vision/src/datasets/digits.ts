import { randomStream } from '@rectify/nn/random';
import { checkIndex, type Dataset, DatasetError, type DatasetSplit } from './dataset.js';
import { drawDigitScene } from './digitScene.js';
import { type MnistDigits, readMnist } from './mnist.js';
import { noiseTile } from './texture.js';

/** Settings of the dataset `digits`. */
export interface DigitsOptions {
  /**
   * Decides every scene; default 0. Apart from the seed of a training run, so that runs of all seeds are
   * judged by the same scenes.
   */
  readonly seed?: number;
}

/** Train digits are only ever trained on; validation scenes hold test digits, from other writers. */
const SPLITS = {
  train: { part: 'train', length: 4000 },
  val: { part: 'test', length: 1000 },
} as const;

type SplitName = keyof typeof SPLITS;

/**
 * The dataset `digits`: scenes of 96 by 96 pixels with 1 to 6 real MNIST digits, 14 to 40 pixels long, of
 * random colour over gradients, blotches and noise.
 *
 * Scene `i` of a split is a function of the seed and `i` alone. Both splits go on without end; one pass is
 * 4,000 scenes of `train` and 1,000 of `val`.
 */
export function openDigits({ seed = 0 }: DigitsOptions = {}): Dataset {
  const root = randomStream(seed).split('digits');
  const noise = noiseTile(root.split('noise'));
  const loaded = new Map<SplitName, MnistDigits>();
  const splitNames = Object.keys(SPLITS) as SplitName[];

  const openSplit = (name: SplitName): DatasetSplit => {
    const digits = loaded.get(name) ?? readMnist(SPLITS[name].part);
    loaded.set(name, digits);
    const scenes = root.split(name);
    const split: DatasetSplit = {
      name,
      length: SPLITS[name].length,
      isEndless: true,
      warnings: [],
      async example(index) {
        checkIndex(split, index);
        return { id: `${name}-${index}`, ...drawDigitScene(digits, noise, scenes.split(String(index))) };
      },
    };
    return split;
  };

  return {
    spec: 'digits',
    classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    splitNames,
    async split(name) {
      const known = splitNames.find((candidate) => candidate === name);
      if (known === undefined) {
        throw new DatasetError(`digits: unknown split "${name}"; known: ${splitNames.join(', ')}`);
      }
      return openSplit(known);
    },
  };
}
