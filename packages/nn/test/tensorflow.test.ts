import { createEngine } from '../src/engines/createEngine.js';
import { loadTfjsNode } from '../src/engines/tensorflow/loadTfjsNode.js';
import { conformance } from './conformance/conformance.js';

for (const backend of ['wasm', 'cpu'] as const) {
  conformance(`tensorflow (${backend})`, {
    createEngine: () => createEngine('tensorflow', { backend }),
    precision: 'float32',
  });
}

const { absence } = loadTfjsNode();

conformance('tensorflow (native)', {
  createEngine: () => createEngine('tensorflow', { backend: 'native' }),
  precision: 'float32',
  // Its threads set the processor's flags for that.
  flushesSubnormals: true,
  skips: absence === undefined ? [] : [{ tests: /^/, reason: `tfjs-node does not load: ${absence}` }],
});
