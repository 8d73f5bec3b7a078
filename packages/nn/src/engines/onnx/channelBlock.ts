import type { Tensor as OnnxTensor } from 'onnxruntime-node';
import { GraphWriter, valueInfo } from './graphWriter.js';
import type { Runtime } from './onnxVariable.js';
import { encodeModel } from './schema.js';

/** More than a block has on any processor. */
const CHANNELS = 64;

let known: Promise<number | null> | undefined;

/**
 * The channels that stand side by side in ONNX Runtime's own layout on this processor: 16 with AVX-512, 8 with AVX2. Null
 * where it has no such layout. The runtime doesn't tell, so a small map is sent through its conversion, once.
 */
export function findChannelBlock(runtime: Runtime): Promise<number | null> {
  known ??= probe(runtime).catch(() => null);
  return known;
}

async function probe({ InferenceSession, Tensor }: Runtime): Promise<number | null> {
  const shape = [1, CHANNELS, 1, 2];
  const writer = new GraphWriter();
  const results = [['blocks', writer.emitBlocked('ReorderInput', ['map'])]] as const;
  const model = writer.toModel({
    inputs: [valueInfo('map', 'float32', shape)],
    outputs: [valueInfo('blocks', 'float32', shape)],
    results,
  });
  const session = await InferenceSession.create(encodeModel(model), { logSeverityLevel: 4 });
  const map = new Tensor(
    'float32',
    Float32Array.from({ length: 2 * CHANNELS }, (_, place) => place),
    shape,
  );
  const outputs = (await session.run({ map })) as { readonly blocks: OnnxTensor };
  await session.release();
  // The second pixel of the first channel stands behind the first pixels of the block.
  const block = (outputs.blocks.data as Float32Array).indexOf(1);
  return block > 1 ? block : null;
}
