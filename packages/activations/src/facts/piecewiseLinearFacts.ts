import type { ActivationFacts } from './activationFacts.js';

/** The facts of the activations of `piecewiseLinear.ts`. */
export const piecewiseLinearFacts = {
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
  rrelu: {
    name: 'RReLU',
    formula: {
      text: 'x for x > 0, otherwise slope * x, slope random in training, its mean in evaluation',
      latex: String.raw`\begin{cases} x & x > 0 \\ a x & x \le 0 \end{cases} \qquad a \sim U(l, u) \text{ in training, otherwise } \tfrac{l + u}{2}`,
    },
    derivative: {
      text: '1 for x > 0, otherwise slope',
      latex: String.raw`\begin{cases} 1 & x > 0 \\ a & x \le 0 \end{cases}`,
    },
    range: '(-∞, ∞) for slopes above 0',
    year: 2015,
    paper: {
      authors: ['Bing Xu', 'Naiyan Wang', 'Tianqi Chen', 'Mu Li'],
      title: 'Empirical Evaluation of Rectified Activations in Convolutional Network',
      venue: 'arXiv:1505.00853',
    },
    strengths: [
      'random slopes regularise: in its paper it overfits less than Leaky ReLU and PReLU',
      'a gradient for every input as long as the slopes are above 0',
    ],
    weaknesses: [
      'a random number for every element of every training step',
      'training and evaluation compute different functions',
      'the bounds of the slope have to be chosen',
    ],
    usedIn: ['winning entries of the National Data Science Bowl 2014/15 on Kaggle, as its paper tells'],
  },
  crelu: {
    name: 'CReLU',
    formula: {
      text: 'max(0, x), and max(0, -x) as a second channel',
      latex: String.raw`\bigl(\max(0, x), \max(0, -x)\bigr)`,
    },
    derivative: {
      text: '1 for x > 0, otherwise 0; of the second channel -1 for x < 0, otherwise 0',
      latex: String.raw`\left(\begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}, \begin{cases} -1 & x < 0 \\ 0 & x \ge 0 \end{cases}\right)`,
    },
    range: '[0, ∞) × [0, ∞), at most one of the two above 0',
    year: 2016,
    paper: {
      authors: ['Wenling Shang', 'Kihyuk Sohn', 'Diogo Almeida', 'Honglak Lee'],
      title:
        'Understanding and Improving Convolutional Neural Networks via Concatenated Rectified Linear Units',
      venue: 'ICML 2016',
    },
    strengths: [
      'nothing is lost: both signs get through, and every input but 0 has a gradient',
      'filters need not come in pairs of opposite phase, which its paper finds in first layers',
      'exact zeros: half of its output is 0',
    ],
    weaknesses: ['twice the channels, so that the layer behind it has twice the weights'],
    usedIn: ['the CIFAR and ImageNet models of its paper', 'the first layers of PVANet'],
  },
  relu6: {
    name: 'ReLU6',
    formula: { text: 'min(max(0, x), 6)', latex: String.raw`\min(\max(0, x), 6)` },
    derivative: {
      text: '1 for 0 < x < 6, otherwise 0',
      latex: String.raw`\begin{cases} 1 & 0 < x < 6 \\ 0 & \text{otherwise} \end{cases}`,
    },
    range: '[0, 6]',
    year: 2010,
    paper: {
      authors: ['Alex Krizhevsky'],
      title: 'Convolutional Deep Belief Networks on CIFAR-10',
      venue: 'unpublished manuscript, University of Toronto',
    },
    strengths: ['bounded, which suits numbers of few bits', 'no exponential'],
    weaknesses: [
      'no gradient from 6 up, besides that below 0',
      'a unit that is negative on all inputs gets no gradient, as with ReLU',
    ],
    usedIn: ['MobileNetV1 and MobileNetV2'],
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
} satisfies Record<string, ActivationFacts>;
