import type { ActivationFacts } from './activationFacts.js';

/** The facts of the activations of `squashing.ts`. */
export const squashingFacts = {
  sigmoid: {
    name: 'Sigmoid',
    formula: { text: '1 / (1 + exp(-x))', latex: String.raw`\frac{1}{1 + e^{-x}}` },
    derivative: { text: 'f(x) * (1 - f(x))', latex: String.raw`f(x) \, (1 - f(x))` },
    range: '(0, 1)',
    year: 1986,
    paper: {
      authors: ['David E. Rumelhart', 'Geoffrey E. Hinton', 'Ronald J. Williams'],
      title: 'Learning Representations by Back-Propagating Errors',
      venue: 'Nature 323',
    },
    strengths: ['reads as a probability', 'bounded and smooth'],
    weaknesses: [
      'the derivative is at most 1/4, so that gradients shrink with depth',
      'saturates on both sides',
      'the mean output is near 1/2',
      'an exponential for every input',
    ],
    usedIn: ['binary classifiers, at the output', 'the objectness of YOLO detectors', 'the gates of an LSTM'],
  },
  tanh: {
    name: 'Tanh',
    formula: { text: 'tanh(x)', latex: String.raw`\tanh(x)` },
    derivative: { text: '1 - tanh(x)^2', latex: String.raw`1 - \tanh^2(x)` },
    range: '(-1, 1)',
    year: 1998,
    paper: {
      authors: ['Yann LeCun', 'Léon Bottou', 'Genevieve B. Orr', 'Klaus-Robert Müller'],
      title: 'Efficient BackProp',
      venue: 'Neural Networks: Tricks of the Trade, Springer 1998',
    },
    strengths: [
      'odd: inputs centred at 0 give outputs centred at 0',
      'bounded and smooth',
      'derivative 1 at 0',
    ],
    weaknesses: [
      'saturates on both sides, so that gradients may still vanish',
      'an exponential for every input',
    ],
    usedIn: ['the cell of an LSTM', 'the output of the DCGAN generator'],
  },
} satisfies Record<string, ActivationFacts>;
