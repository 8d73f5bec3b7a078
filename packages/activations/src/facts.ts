// What is known about each activation, as data for tables and reports. No sentence claims more than its paper shows.
import type { ActivationKind } from './activation.js';

/** A formula for people: plain text, and LaTeX without delimiters. */
export interface WrittenFormula {
  readonly text: string;
  readonly latex: string;
}

/** A publication. */
export interface Paper {
  readonly authors: readonly string[];
  readonly title: string;
  readonly venue: string;
}

/** Name, formula, origin and character of one activation. */
export interface ActivationFacts {
  /** The name as people write it. */
  readonly name: string;
  readonly formula: WrittenFormula;
  readonly derivative: WrittenFormula;
  /** The values that f takes, as an interval in x real. */
  readonly range: string;
  /** Year of `paper`; null where no paper is needed. */
  readonly year: number | null;
  /** The paper that introduced it to neural networks, or that most follow in its use; the functions may be older. */
  readonly paper: Paper | null;
  readonly strengths: readonly string[];
  readonly weaknesses: readonly string[];
  readonly usedIn: readonly string[];
}

/** The facts of every activation. */
export const activationFacts: Readonly<Record<ActivationKind, ActivationFacts>> = {
  relu: {
    name: 'ReLU',
    formula: { text: 'max(0, x)', latex: String.raw`\max(0, x)` },
    derivative: {
      text: '1 for x > 0, otherwise 0',
      latex: String.raw`\begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}`,
    },
    range: '[0, ∞)',
    year: 2010,
    paper: {
      authors: ['Vinod Nair', 'Geoffrey E. Hinton'],
      title: 'Rectified Linear Units Improve Restricted Boltzmann Machines',
      venue: 'ICML 2010',
    },
    strengths: [
      'one comparison, no exponential',
      'derivative 1 for every positive input, so that it does not shrink gradients there',
      'exact zeros: its output is sparse',
    ],
    weaknesses: [
      'a unit that is negative on all inputs gets no gradient and stays as it is unless the layers before it move',
      'the mean output lies above 0',
      'the size of a negative input is lost',
    ],
    usedIn: ['ResNet and most convolutional classifiers of its time', 'DQN', 'the generator of DCGAN'],
  },
  leaky_relu: {
    name: 'Leaky ReLU',
    formula: {
      text: 'x for x > 0, otherwise negativeSlope * x',
      latex: String.raw`\begin{cases} x & x > 0 \\ \alpha x & x \le 0 \end{cases}`,
    },
    derivative: {
      text: '1 for x > 0, otherwise negativeSlope',
      latex: String.raw`\begin{cases} 1 & x > 0 \\ \alpha & x \le 0 \end{cases}`,
    },
    range: '(-∞, ∞); [0, ∞) for slope 0',
    year: 2013,
    paper: {
      authors: ['Andrew L. Maas', 'Awni Y. Hannun', 'Andrew Y. Ng'],
      title: 'Rectifier Nonlinearities Improve Neural Network Acoustic Models',
      venue: 'ICML 2013 Workshop on Deep Learning for Audio, Speech and Language Processing',
    },
    strengths: [
      'a gradient for every input as long as the slope is above 0',
      'the sign and, scaled down, the size of a negative input get through',
      'one comparison and one product, no exponential',
    ],
    weaknesses: [
      'the slope has to be chosen, and defaults differ between libraries: 0.01, 0.1, 0.2, 0.3',
      'with a small slope a unit may still be negative on all inputs and learn slowly',
      'no exact zeros: its output is not sparse',
      'the mean output lies above 0, though closer than for ReLU',
    ],
    usedIn: [
      'YOLOv1 to YOLOv3 and the tiny YOLO models, slope 0.1',
      'the neck of YOLOv4',
      'the discriminator of DCGAN, slope 0.2',
    ],
  },
  prelu: {
    name: 'PReLU',
    formula: {
      text: 'x for x > 0, otherwise slope * x, slope learned per channel or per layer',
      latex: String.raw`\begin{cases} x & x > 0 \\ a_c x & x \le 0 \end{cases}`,
    },
    derivative: {
      text: '1 for x > 0, otherwise slope; with respect to the slope 0 for x > 0, otherwise x',
      latex: String.raw`\begin{cases} 1 & x > 0 \\ a_c & x \le 0 \end{cases} \qquad \frac{\partial f}{\partial a_c} = \min(0, x)`,
    },
    range: '(-∞, ∞) for slopes above 0; [0, ∞) for slopes of 0 and below',
    year: 2015,
    paper: {
      authors: ['Kaiming He', 'Xiangyu Zhang', 'Shaoqing Ren', 'Jian Sun'],
      title: 'Delving Deep into Rectifiers: Surpassing Human-Level Performance on ImageNet Classification',
      venue: 'ICCV 2015',
    },
    strengths: [
      'no slope to choose: each channel or layer learns its own',
      'few more parameters: one per channel, or one per layer',
      'the learned slopes can be read off: in its paper they are large in the first layer and smaller later',
    ],
    weaknesses: [
      'a slope may reach 0 or below, so that a gradient for every unit is not guaranteed',
      'on small data sets learned slopes may overfit (Xu et al. 2015)',
      'the slopes must be kept out of weight decay, which would pull them towards ReLU',
    ],
    usedIn: ['the ImageNet models of its paper'],
  },
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
  linear: {
    name: 'Linear',
    formula: { text: 'x', latex: 'x' },
    derivative: { text: '1', latex: '1' },
    range: '(-∞, ∞)',
    year: null,
    paper: null,
    strengths: ['passes values and gradients on unchanged'],
    weaknesses: ['layers joined by it collapse into one linear layer'],
    usedIn: ['the head of a regression, a DQN or a detector'],
  },
};
