import { quickStudy, type Study } from '@rectify/benchmark';

/** How much the demo trains. */
export type BudgetName = 'quick' | 'full';

/**
 * The demo's studies. The full one has the seeds that a comparison of agents needs, ten; below, equal arms look
 * apart too often (see the README of the benchmark package).
 */
export const budgets: Readonly<Record<BudgetName, Study>> = {
  quick: quickStudy,
  full: { ...quickStudy, name: 'full', seeds: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] },
};
