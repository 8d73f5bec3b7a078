import { createEngine } from '../src/engines/createEngine.js';
import { conformance } from './conformance/conformance.js';

for (const binding of ['native', 'package'] as const) {
  conformance(`onnx, binding ${binding}`, {
    createEngine: () => createEngine('onnx', { threads: 1, binding }),
    precision: 'float32',
    skips: [
      {
        tests: /^prelu at slope 0/,
        reason:
          "ONNX's PRelu multiplies, and 0 * -Infinity is NaN; only a network that has diverged gets there",
      },
    ],
  });
}
