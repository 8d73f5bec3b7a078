// Claims C52 to C58: who published what, and advice.
import type { Claim } from '../claim.js';

export const history: readonly Claim[] = [
  {
    id: 'C52',
    kinds: ['fact'],
    articles: ['001_ae50df143ddb118b.txt'],
    statement: {
      english: 'Nair and Hinton showed ReLU’s worth for deep networks in 2010.',
      chinese: 'Nair 和 Hinton 在 2010 年展示了 ReLU 对深度网络的价值。',
    },
    test: {
      by: 'literature',
      verdict: 'supported',
      answer: {
        english: 'Year and paper are right; the networks are restricted Boltzmann machines.',
        chinese: '年份和论文正确；所用网络是受限玻尔兹曼机。',
      },
      references: ['Nair, Hinton 2010: Rectified linear units improve restricted Boltzmann machines'],
    },
  },
  {
    id: 'C53',
    kinds: ['fact'],
    articles: ['001_ae50df143ddb118b.txt'],
    statement: {
      english: 'Leaky ReLU first appeared in Maas, Hannun and Ng 2013.',
      chinese: 'Leaky ReLU 首次出现于 Maas、Hannun 和 Ng 2013 年的论文。',
    },
    test: {
      by: 'literature',
      verdict: 'supported',
      answer: { english: 'Right.', chinese: '正确。' },
      references: ['Maas, Hannun, Ng 2013: Rectifier nonlinearities improve neural network acoustic models'],
    },
  },
  {
    id: 'C54',
    kinds: ['fact'],
    articles: ['001_ae50df143ddb118b.txt'],
    statement: {
      english: 'PReLU is by He, Zhang, Ren and Sun 2015.',
      chinese: 'PReLU 由 He、Zhang、Ren 和 Sun 于 2015 年提出。',
    },
    test: {
      by: 'literature',
      verdict: 'supported',
      answer: { english: 'Right.', chinese: '正确。' },
      references: ['He et al. 2015: Delving deep into rectifiers'],
    },
  },
  {
    id: 'C55',
    kinds: ['fact'],
    articles: ['000_e2fc78b8bb23cd78.txt', '003_56e69ebaa4630674.txt'],
    statement: {
      english: 'PyTorch’s layer is torch.nn.LeakyReLU with negative_slope.',
      chinese: 'PyTorch 中对应的层是 torch.nn.LeakyReLU，参数为 negative_slope。',
    },
    test: {
      by: 'literature',
      verdict: 'supported',
      answer: { english: 'Right; its default is 0.01.', chinese: '正确；默认值为 0.01。' },
      references: ['PyTorch documentation: torch.nn.LeakyReLU'],
    },
  },
  {
    id: 'C56',
    kinds: ['practice'],
    articles: ['003_56e69ebaa4630674.txt'],
    statement: {
      english: 'Compare with ReLU, ELU and others before choosing.',
      chinese: '选择之前，先与 ReLU、ELU 等比较。',
    },
    test: {
      by: 'practice',
      answer: {
        english: 'A study takes any list of activations.',
        chinese: '一个研究文件可列出任意多种激活函数。',
      },
      command: 'rectify study studies/agents-cartpole.json',
    },
  },
  {
    id: 'C57',
    kinds: ['practice'],
    articles: ['003_56e69ebaa4630674.txt'],
    statement: {
      english: 'Watch performance and activations while training.',
      chinese: '训练时监控性能和激活值。',
    },
    test: {
      by: 'practice',
      answer: {
        english: 'Dead and dormant units, ranks and gradients are in every run’s metrics and report.',
        chinese: '每次运行的指标和报告都包含死亡和休眠神经元、秩与梯度。',
      },
      command: 'rectify inspect RUN',
    },
  },
  {
    id: 'C58',
    kinds: ['practice'],
    articles: ['003_56e69ebaa4630674.txt'],
    statement: { english: 'Decide per task.', chinese: '根据具体任务决定。' },
    test: {
      by: 'practice',
      answer: { english: 'Contrasts name their tasks.', chinese: '每个对比都注明所用任务。' },
      command: 'rectify claims',
    },
  },
];
