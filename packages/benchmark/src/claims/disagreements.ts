import type { ArticleName, Bilingual } from './articles.js';
import type { ClaimId } from './claim.js';

/** One side of a disagreement. */
export interface Position {
  readonly answer: Bilingual;
  readonly articles: readonly ArticleName[];
}

/** A question that the articles answer differently. */
export interface Disagreement {
  readonly question: Bilingual;
  readonly positions: readonly [Position, Position];
  /** The claims that have to do with it. */
  readonly claims: readonly ClaimId[];
}

const first = '000_e2fc78b8bb23cd78.txt';
const second = '001_ae50df143ddb118b.txt';
const third = '002_ea86a01f51354bac.txt';
const fourth = '003_56e69ebaa4630674.txt';

/** Where the articles contradict each other, and some of them themselves. */
export const disagreements: readonly Disagreement[] = [
  {
    question: { english: 'Which side does 0 belong to?', chinese: '0 属于哪一侧？' },
    positions: [
      {
        answer: { english: 'to the leaky one: z ≤ 0', chinese: '属于负斜率一侧：z ≤ 0' },
        articles: [first, third],
      },
      {
        answer: { english: 'to the identity: x ≥ 0', chinese: '属于恒等一侧：x ≥ 0' },
        articles: [second, third],
      },
    ],
    claims: ['C3', 'C4', 'C5'],
  },
  {
    question: {
      english: 'Does Leaky ReLU end the death of units?',
      chinese: 'Leaky ReLU 能消除神经元死亡吗？',
    },
    positions: [
      { answer: { english: 'it only eases it', chinese: '只是缓解' }, articles: [first, fourth] },
      { answer: { english: 'it solves it', chinese: '彻底解决' }, articles: [first, second, third] },
    ],
    claims: ['C15', 'C16'],
  },
  {
    question: { english: 'Does it end vanishing gradients?', chinese: '能消除梯度消失吗？' },
    positions: [
      { answer: { english: 'yes', chinese: '能' }, articles: [first] },
      { answer: { english: 'not always', chinese: '不一定' }, articles: [fourth] },
    ],
    claims: ['C23'],
  },
  {
    question: { english: 'Which slope?', chinese: '斜率取多少？' },
    positions: [
      { answer: { english: '0.01', chinese: '0.01' }, articles: [first, second, third, fourth] },
      { answer: { english: '0.01 or 0.1', chinese: '0.01 或 0.1' }, articles: [first] },
    ],
    claims: ['C44', 'C45', 'C48'],
  },
  {
    question: { english: 'Is ReLU’s sparsity good?', chinese: 'ReLU 的稀疏性是好事吗？' },
    positions: [
      { answer: { english: 'an advantage', chinese: '是优点' }, articles: [second] },
      { answer: { english: 'a loss of information', chinese: '是信息损失' }, articles: [first] },
    ],
    claims: ['C19', 'C27'],
  },
  {
    question: { english: 'What does PReLU cost?', chinese: 'PReLU 的代价是什么？' },
    positions: [
      { answer: { english: 'more hyperparameters', chinese: '更多超参数' }, articles: [first] },
      { answer: { english: 'learned parameters', chinese: '可学习的参数' }, articles: [second] },
    ],
    claims: ['C11', 'C50'],
  },
];
