import type { ActivationFacts } from './activationFacts.js';

/** The facts of the activations of `exponentialUnits.ts`. */
export const exponentialUnitsFacts = {
  elu: {
    name: 'ELU',
    formula: {
      text: 'x for x > 0, otherwise alpha * (exp(x) - 1)',
      latex: String.raw`\begin{cases} x & x > 0 \\ \alpha (e^x - 1) & x \le 0 \end{cases}`,
    },
    derivative: {
      text: '1 for x > 0, otherwise alpha * exp(x)',
      latex: String.raw`\begin{cases} 1 & x > 0 \\ \alpha e^x & x \le 0 \end{cases}`,
    },
    range: '(-alpha, ∞); [0, ∞) for alpha 0',
    year: 2016,
    paper: {
      authors: ['Djork-Arné Clevert', 'Thomas Unterthiner', 'Sepp Hochreiter'],
      title: 'Fast and Accurate Deep Network Learning by Exponential Linear Units (ELUs)',
      venue: 'ICLR 2016',
    },
    strengths: [
      'a mean output closer to 0 than that of ReLU and Leaky ReLU',
      'smooth at 0 for alpha 1',
      'a floor at -alpha, so that far negative inputs look alike: robust to noise, as its paper argues',
    ],
    weaknesses: [
      'an exponential for every negative input',
      'saturates: the gradient of a far negative input vanishes',
    ],
    usedIn: ['the CIFAR and ImageNet models of its paper'],
  },
  selu: {
    name: 'SELU',
    formula: {
      text: '1.0507 * x for x > 0, otherwise 1.7581 * (exp(x) - 1)',
      latex: String.raw`\lambda \begin{cases} x & x > 0 \\ \alpha (e^x - 1) & x \le 0 \end{cases}`,
    },
    derivative: {
      text: '1.0507 for x > 0, otherwise 1.7581 * exp(x)',
      latex: String.raw`\lambda \begin{cases} 1 & x > 0 \\ \alpha e^x & x \le 0 \end{cases}`,
    },
    range: '(-1.7581, ∞)',
    year: 2017,
    paper: {
      authors: ['Günter Klambauer', 'Thomas Unterthiner', 'Andreas Mayr', 'Sepp Hochreiter'],
      title: 'Self-Normalizing Neural Networks',
      venue: 'NIPS 2017',
    },
    strengths: [
      'draws mean and variance of dense layers towards 0 and 1, without normalisation layers',
      'a gradient for every input, though a vanishing one far left of zero',
    ],
    weaknesses: [
      'its argument needs weights of variance 1 / fan in and dense layers',
      'an exponential for every negative input',
      'the derivative jumps at 0, from 1.7581 to 1.0507',
    ],
    usedIn: ['the dense networks of its paper'],
  },
  softplus: {
    name: 'Softplus',
    formula: { text: 'ln(1 + exp(x))', latex: String.raw`\ln(1 + e^x)` },
    derivative: { text: '1 / (1 + exp(-x))', latex: String.raw`\frac{1}{1 + e^{-x}}` },
    range: '(0, ∞)',
    year: 2000,
    paper: {
      authors: ['Charles Dugas', 'Yoshua Bengio', 'François Bélisle', 'Claude Nadeau', 'René Garcia'],
      title: 'Incorporating Second-Order Functional Knowledge for Better Option Pricing',
      venue: 'NIPS 2000',
    },
    strengths: ['ReLU without the kink: smooth, and its derivative is never 0', 'always positive'],
    weaknesses: [
      'the mean output lies well above 0',
      'an exponential and a logarithm for every input',
      'did worse than ReLU in a direct comparison (Glorot, Bordes, Bengio 2011)',
    ],
    usedIn: ['outputs that must be positive, such as a variance'],
  },
} satisfies Record<string, ActivationFacts>;
