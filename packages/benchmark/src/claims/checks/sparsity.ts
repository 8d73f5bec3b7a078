import { parseActivation } from '@rectify/activations';
import { randomStream } from '@rectify/nn/random';
import { hoyerSparsity } from '../../statistics/hoyerSparsity.js';
import type { CheckOutcome } from '../claim.js';

const units = 10_000;

/** Share of exact zeros, and Hoyer's graded sparsity, of standard normal pre-activations (claim C20). */
export function checkSparsity(): CheckOutcome {
  const stream = randomStream(0).split('sparsity');
  const inputs = Float32Array.from({ length: units }, () => stream.normal());
  const measured = ['relu', 'leaky_relu:0.01', 'prelu:0.25'].map((spec) => {
    const outputs = parseActivation(spec).map(inputs);
    return {
      spec,
      zeros: outputs.filter((value) => value === 0).length / units,
      hoyer: hoyerSparsity(outputs),
    };
  });
  const list = (write: (entry: (typeof measured)[number]) => string) => measured.map(write).join(', ');
  const zeros = list(({ spec, zeros }) => `${spec} ${(100 * zeros).toFixed(0)} %`);
  const graded = list(({ spec, hoyer }) => `${spec} ${hoyer.toFixed(2)}`);
  const hasZeros = measured.slice(1).some((entry) => entry.zeros > 0);
  return {
    verdict: hasZeros ? 'supported' : 'refuted',
    answer: {
      english: `Exact zeros: ${zeros}. A slope leaves none, by definition. What remains is graded (Hoyer sparsity: ${graded}).`,
      chinese: `精确为零的比例：${zeros}。有斜率就没有零，这由定义决定。剩下的只是程度上的稀疏（Hoyer 稀疏度：${graded}）。`,
    },
  };
}
