// The four articles whose statements are put to the test.

/** One of the articles, by the name of its file. */
export type ArticleName =
  | '000_e2fc78b8bb23cd78.txt'
  | '001_ae50df143ddb118b.txt'
  | '002_ea86a01f51354bac.txt'
  | '003_56e69ebaa4630674.txt';

/** A text in the two languages of the report's readers. */
export interface Bilingual {
  readonly english: string;
  readonly chinese: string;
}

/** What each article is about. */
export const articles: Readonly<Record<ArticleName, Bilingual>> = {
  '000_e2fc78b8bb23cd78.txt': {
    english:
      'Leaky ReLU: formula, motive, comparison with five others, uses in vision, language and DQN, slope, code',
    chinese: 'Leaky ReLU：公式、动机、与五种激活函数的比较、在视觉、语言和 DQN 中的应用、斜率建议、代码',
  },
  '001_ae50df143ddb118b.txt': {
    english: 'ReLU, Leaky ReLU, PReLU: definition, properties, year and paper of each',
    chinese: 'ReLU、Leaky ReLU、PReLU：定义、性质、提出年份和论文',
  },
  '002_ea86a01f51354bac.txt': {
    english: 'ReLU and Leaky ReLU in plain Python, with derivatives and printed results',
    chinese: '用纯 Python 实现 ReLU 和 Leaky ReLU，附导数和输出结果',
  },
  '003_56e69ebaa4630674.txt': {
    english: 'LeakyReLU of PyTorch: where to use it, cautions, advantages, drawbacks, best practice',
    chinese: 'PyTorch 的 LeakyReLU：使用场景、注意事项、优点、缺点、最佳实践',
  },
};
