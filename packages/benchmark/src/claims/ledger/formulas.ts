// Claims C1 to C12: formulas and printed numbers.
import {
  checkBinaryClassifier,
  checkBounds,
  checkDerivativeAtZero,
  checkFormula,
  checkLearnedSlope,
  checkPrintedNumbers,
  checkValueAtZero,
} from '../checks/formulas.js';
import type { Claim } from '../claim.js';

export const formulas: readonly Claim[] = [
  {
    id: 'C1',
    kinds: ['exact'],
    articles: ['001_ae50df143ddb118b.txt', '002_ea86a01f51354bac.txt'],
    statement: {
      english: 'ReLU gives 0 for negative input and the input otherwise: max(0, x).',
      chinese: 'ReLU 对负输入输出 0，否则输出原值：max(0, x)。',
    },
    test: { by: 'check', check: () => checkFormula('relu', (x) => Math.max(0, x)) },
  },
  {
    id: 'C2',
    kinds: ['exact'],
    articles: ['000_e2fc78b8bb23cd78.txt', '001_ae50df143ddb118b.txt', '002_ea86a01f51354bac.txt'],
    statement: {
      english:
        'Leaky ReLU keeps positive input and multiplies negative input by a small constant, normally 0.01.',
      chinese: 'Leaky ReLU 保留正输入，负输入乘以小常数（通常为 0.01）。',
    },
    test: { by: 'check', check: () => checkFormula('leaky_relu', (x) => (x > 0 ? x : 0.01 * x)) },
  },
  {
    id: 'C3',
    kinds: ['exact'],
    articles: ['000_e2fc78b8bb23cd78.txt', '001_ae50df143ddb118b.txt', '002_ea86a01f51354bac.txt'],
    statement: {
      english: 'At 0 the value is 0, whichever side owns the point.',
      chinese: '无论 0 归于哪一侧，0 处的值都是 0。',
    },
    test: { by: 'check', check: checkValueAtZero },
  },
  {
    id: 'C4',
    kinds: ['exact', 'fact'],
    articles: ['002_ea86a01f51354bac.txt'],
    statement: {
      english: 'ReLU’s derivative is 1 from 0 upwards, 0 below.',
      chinese: 'ReLU 的导数在 x ≥ 0 时为 1，否则为 0。',
    },
    test: { by: 'check', check: () => checkDerivativeAtZero('relu', 'refuted') },
  },
  {
    id: 'C5',
    kinds: ['exact', 'fact'],
    articles: ['002_ea86a01f51354bac.txt'],
    statement: {
      english: 'Leaky ReLU’s derivative is 1 from 0 upwards, 0.01 below.',
      chinese: 'Leaky ReLU 的导数在 x ≥ 0 时为 1，否则为 0.01。',
    },
    test: { by: 'check', check: () => checkDerivativeAtZero('leaky_relu:0.01', 'inconclusive') },
  },
  {
    id: 'C6',
    kinds: ['exact'],
    articles: ['000_e2fc78b8bb23cd78.txt'],
    statement: {
      english: 'NumPy: -3, -1, 0, 1, 3 become -0.03, -0.01, 0, 1, 3.',
      chinese: 'NumPy 示例：-3、-1、0、1、3 变为 -0.03、-0.01、0、1、3。',
    },
    test: {
      by: 'check',
      check: () =>
        checkPrintedNumbers('leaky_relu:0.01', {
          inputs: Float64Array.of(-3, -1, 0, 1, 3),
          outputs: [-0.03, -0.01, 0, 1, 3],
        }),
    },
  },
  {
    id: 'C7',
    kinds: ['exact'],
    articles: ['000_e2fc78b8bb23cd78.txt'],
    statement: {
      english: 'PyTorch: the same five values in single precision.',
      chinese: 'PyTorch 示例：同样五个值，单精度。',
    },
    test: {
      by: 'check',
      check: () =>
        checkPrintedNumbers('leaky_relu:0.01', {
          inputs: Float32Array.of(-3, -1, 0, 1, 3),
          outputs: [-0.029999999329447746, -0.009999999776482582, 0, 1, 3],
        }),
    },
  },
  {
    id: 'C8',
    kinds: ['exact'],
    articles: ['002_ea86a01f51354bac.txt'],
    statement: {
      english: 'Plain Python: ReLU of 1, -10, 0, 15, -20 is 1, 0, 0, 15, 0.',
      chinese: '纯 Python：ReLU 作用于 1、-10、0、15、-20 得 1、0、0、15、0。',
    },
    test: {
      by: 'check',
      check: () =>
        checkPrintedNumbers('relu', {
          inputs: Float64Array.of(1, -10, 0, 15, -20),
          outputs: [1, 0, 0, 15, 0],
        }),
    },
  },
  {
    id: 'C9',
    kinds: ['exact'],
    articles: ['002_ea86a01f51354bac.txt'],
    statement: {
      english: 'Plain Python: Leaky ReLU of the same is 1, -0.1, 0, 15, -0.2.',
      chinese: '纯 Python：Leaky ReLU 作用于同样的值得 1、-0.1、0、15、-0.2。',
    },
    test: {
      by: 'check',
      check: () =>
        checkPrintedNumbers('leaky_relu:0.01', {
          inputs: Float64Array.of(1, -10, 0, 15, -20),
          outputs: [1, -0.1, 0, 15, -0.2],
        }),
    },
  },
  {
    id: 'C10',
    kinds: ['exact'],
    articles: ['000_e2fc78b8bb23cd78.txt'],
    statement: {
      english:
        'A dense network 10-128-64-1 with Leaky ReLU after the two hidden layers and a sigmoid at the end is a working binary classifier.',
      chinese: '10-128-64-1 的全连接网络，两个隐藏层后接 Leaky ReLU，末端接 sigmoid，是可用的二分类器。',
    },
    test: { by: 'check', check: checkBinaryClassifier },
  },
  {
    id: 'C11',
    kinds: ['exact'],
    articles: ['000_e2fc78b8bb23cd78.txt', '001_ae50df143ddb118b.txt'],
    statement: {
      english: 'PReLU has the form of Leaky ReLU with a slope learned from data.',
      chinese: 'PReLU 与 Leaky ReLU 形式相同，斜率由数据学习。',
    },
    test: { by: 'check', check: checkLearnedSlope },
  },
  {
    id: 'C12',
    kinds: ['exact'],
    articles: ['000_e2fc78b8bb23cd78.txt'],
    statement: {
      english: 'Sigmoid lies in (0, 1), tanh in (-1, 1); ELU is smooth below 0 with a mean near 0.',
      chinese: 'sigmoid 值域为 (0, 1)，tanh 为 (-1, 1)；ELU 在负区间平滑，均值接近 0。',
    },
    test: { by: 'check', check: checkBounds },
  },
];
