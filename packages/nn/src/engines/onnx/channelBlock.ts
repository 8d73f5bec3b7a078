import { sizeOf } from '../../graph/shape.js';
import type { Binding } from './binding.js';
import { GraphWriter, valueInfo } from './graphWriter.js';
import { encodeModel } from './schema.js';

/** More than a block has on any processor. */
const CHANNELS = 64;
const SHAPE = [1, CHANNELS, 1, 2];

let known: Promise<number | null> | undefined;

/**
 * The channels that stand side by side in ONNX Runtime's own layout on this processor: 16 with AVX-512, 8 with AVX2. Null
 * where it has no such layout. The runtime doesn't tell, so a small map is sent through its conversion, once.
 */
export function findChannelBlock(binding: Binding): Promise<number | null> {
  known ??= probe(binding).catch(() => null);
  return known;
}

async function probe(binding: Binding): Promise<number | null> {
  const type = { shape: SHAPE, dataType: 'float32' } as const;
  const writer = new GraphWriter();
  const results = [['blocks', writer.emitBlocked('ReorderInput', ['map'])]] as const;
  const model = writer.toModel({
    inputs: [valueInfo('map', 'float32', SHAPE)],
    outputs: [valueInfo('blocks', 'float32', SHAPE)],
    results,
  });
  const program = await binding.open(encodeModel(model), {
    inputs: new Map([['map', type]]),
    read: [],
    outputs: [{ name: 'blocks', returnedAs: 'blocks', ...type }],
    written: [],
  });
  const map = Float32Array.from({ length: sizeOf(SHAPE) }, (_, place) => place);
  const { blocks } = await program.run({ map });
  await program.dispose();
  // The second pixel of the first channel stands behind the first pixels of the block.
  const block = blocks?.indexOf(1) ?? -1;
  return block > 1 ? block : null;
}
