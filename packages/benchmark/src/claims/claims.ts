import type { Claim } from './claim.js';
import { cost } from './ledger/cost.js';
import { dyingUnits } from './ledger/dyingUnits.js';
import { formulas } from './ledger/formulas.js';
import { gradients } from './ledger/gradients.js';
import { history } from './ledger/history.js';
import { slope } from './ledger/slope.js';
import { tasks } from './ledger/tasks.js';

/** Every claim of the articles, C1 to C58, in order. */
export const claims: readonly Claim[] = [
  ...formulas,
  ...dyingUnits,
  ...gradients,
  ...cost,
  ...tasks,
  ...slope,
  ...history,
].toSorted((first, second) => numberOf(first) - numberOf(second));

function numberOf({ id }: Claim): number {
  return Number(id.slice(1));
}
