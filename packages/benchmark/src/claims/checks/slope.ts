import { parseActivation } from '@rectify/activations';
import { activation, dense, sequential } from '@rectify/nn';
import type { CheckOutcome } from '../claim.js';
import { outcomeOf } from './outcome.js';

/** Positive outputs for several slopes, bit by bit (claim C47). */
export function checkPositiveOutputs(): CheckOutcome {
  const inputs = Float32Array.of(1e-30, 0.1, 1, 3.7, 1e30);
  const slopes = [0.01, 0.3, 1, 5];
  const areSame = slopes.every((slope) =>
    parseActivation(`leaky_relu:${slope}`)
      .map(inputs)
      .every((value, index) => value === inputs[index]),
  );
  if (!areSame) throw new Error('Leaky ReLU changed a positive input');
  return {
    verdict: 'refuted',
    answer: {
      english: `Positive outputs are the same bits for the slopes ${slopes.join(', ')}: there is nothing to disturb.`,
      chinese: `斜率为 ${slopes.join('、')} 时，正值输出逐位相同：不存在影响。`,
    },
  };
}

/** Parameters of a layer with PReLU beside the same with ReLU (claim C50). */
export function checkPreluParameters(): CheckOutcome {
  const count = (spec: string) =>
    sequential([dense(64), activation(spec)], { inputShape: [10], seed: 0 }).parameterCount;
  const added = { channels: count('prelu') - count('relu'), shared: count('prelu:shared') - count('relu') };
  return outcomeOf([
    {
      holds: added.channels === 64 && added.shared === 1,
      what: {
        english: `64 units get ${added.channels} slopes, or ${added.shared} if they share it`,
        chinese: `64 个单元增加 ${added.channels} 个斜率，共享时为 ${added.shared} 个`,
      },
    },
  ]);
}
