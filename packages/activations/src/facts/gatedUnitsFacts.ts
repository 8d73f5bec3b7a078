import type { ActivationFacts } from './activationFacts.js';

/** The facts of the activations of `gatedUnits.ts`. */
export const gatedUnitsFacts = {
  gelu: {
    name: 'GELU',
    formula: {
      text: 'x * P(z <= x) for standard normal z',
      latex: String.raw`x \, \Phi(x) = \frac{x}{2} \Bigl(1 + \operatorname{erf} \frac{x}{\sqrt 2}\Bigr)`,
    },
    derivative: {
      text: 'P(z <= x) + x * p(x), with the density p of a standard normal',
      latex: String.raw`\Phi(x) + x \, \varphi(x)`,
    },
    range: '[-0.17, ∞)',
    year: 2016,
    paper: {
      authors: ['Dan Hendrycks', 'Kevin Gimpel'],
      title: 'Gaussian Error Linear Units (GELUs)',
      venue: 'arXiv:1606.08415',
    },
    strengths: ['smooth', 'a gradient for negative inputs near 0'],
    weaknesses: [
      'an error function, or a hyperbolic tangent, for every input',
      'not monotone: near -0.75 the derivative changes sign',
      'two versions are in use: the exact one and the approximation by tanh',
    ],
    usedIn: ['BERT and GPT', 'Vision Transformer', 'ConvNeXt'],
  },
  silu: {
    name: 'SiLU',
    formula: { text: 'x / (1 + exp(-x))', latex: String.raw`x \, \sigma(x) = \frac{x}{1 + e^{-x}}` },
    derivative: {
      text: 's(x) + x * s(x) * (1 - s(x)), with the sigmoid s',
      latex: String.raw`\sigma(x) + x \, \sigma(x) \, (1 - \sigma(x))`,
    },
    range: '[-0.2785, ∞)',
    year: 2018,
    paper: {
      authors: ['Stefan Elfwing', 'Eiji Uchibe', 'Kenji Doya'],
      title:
        'Sigmoid-Weighted Linear Units for Neural Network Function Approximation in Reinforcement Learning',
      venue: 'Neural Networks 107',
    },
    strengths: ['smooth', 'a gradient for negative inputs near 0'],
    weaknesses: [
      'an exponential for every input',
      'not monotone: at -1.28 the derivative changes sign',
      'saturates far left of zero, where the gradient vanishes',
    ],
    usedIn: [
      'YOLOv5 and later YOLO models',
      'EfficientNet, as Swish',
      'the reinforcement learning of its paper',
    ],
  },
  mish: {
    name: 'Mish',
    formula: { text: 'x * tanh(ln(1 + exp(x)))', latex: String.raw`x \tanh(\ln(1 + e^x))` },
    derivative: {
      text: 'f(x) / x + x * s(x) * (1 - (f(x) / x)^2), with the sigmoid s',
      latex: String.raw`\tanh(\varsigma) + x \, \sigma(x) \, (1 - \tanh^2(\varsigma)), \quad \varsigma = \ln(1 + e^x)`,
    },
    range: '[-0.3088, ∞)',
    year: 2020,
    paper: {
      authors: ['Diganta Misra'],
      title: 'Mish: A Self Regularized Non-Monotonic Activation Function',
      venue: 'BMVC 2020',
    },
    strengths: ['smooth', 'a gradient for negative inputs near 0'],
    weaknesses: [
      'several transcendental functions for every input',
      'not monotone: at -1.19 the derivative changes sign',
    ],
    usedIn: ['the backbone of YOLOv4'],
  },
  hardswish: {
    name: 'Hard Swish',
    formula: {
      text: 'x * min(max(0, x + 3), 6) / 6',
      latex: String.raw`x \, \frac{\min(\max(0, x + 3), 6)}{6}`,
    },
    derivative: {
      text: '0 for x <= -3, 1 for x >= 3, otherwise (2 * x + 3) / 6',
      latex: String.raw`\begin{cases} 0 & x \le -3 \\ 1 & x \ge 3 \\ \frac{2 x + 3}{6} & \text{otherwise} \end{cases}`,
    },
    range: '[-0.375, ∞)',
    year: 2019,
    paper: {
      authors: [
        'Andrew Howard',
        'Mark Sandler',
        'Grace Chu',
        'Liang-Chieh Chen',
        'Bo Chen',
        'Mingxing Tan',
        'Weijun Wang',
        'Yukun Zhu',
        'Ruoming Pang',
        'Vijay Vasudevan',
        'Quoc V. Le',
        'Hartwig Adam',
      ],
      title: 'Searching for MobileNetV3',
      venue: 'ICCV 2019',
    },
    strengths: ['close to SiLU without an exponential', 'exactly 0 from -3 down, exactly x from 3 up'],
    weaknesses: ['no gradient from -3 down', 'not monotone: at -1.5 the derivative changes sign'],
    usedIn: ['MobileNetV3', 'early versions of YOLOv5'],
  },
} satisfies Record<string, ActivationFacts>;
