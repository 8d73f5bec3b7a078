// The program that `whyNativeIsAbsent` starts: fails with one line if native TensorFlow doesn't load and compute.
import { loadTensorflow } from '@rectify/nn/tensorflow';

const { tf } = await loadTensorflow({ backend: 'native' });
const [sum] = await tf.add(1, 2).data();
if (sum !== 3) throw new Error(`1 + 2 came out as ${sum}`);
