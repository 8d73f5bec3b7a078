// The program that `whyNativeIsAbsent` starts: fails with one line if native TensorFlow doesn't load and compute.
import { createRequire } from 'node:module';
import util from 'node:util';

Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
const tf = createRequire(import.meta.url)('@tensorflow/tfjs-node');
const [sum] = await tf.add(1, 2).data();
if (sum !== 3) throw new Error(`1 + 2 came out as ${sum}`);
