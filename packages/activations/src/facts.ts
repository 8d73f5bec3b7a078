// What is known about each activation, as data for tables and reports. No sentence claims more than its paper shows.
import type { ActivationKind } from './activation.js';
import type { ActivationFacts } from './facts/activationFacts.js';
import { exponentialUnitsFacts } from './facts/exponentialUnitsFacts.js';
import { gatedUnitsFacts } from './facts/gatedUnitsFacts.js';
import { piecewiseLinearFacts } from './facts/piecewiseLinearFacts.js';
import { squashingFacts } from './facts/squashingFacts.js';

/** The facts of every activation. */
export const activationFacts: Readonly<Record<ActivationKind, ActivationFacts>> = {
  ...piecewiseLinearFacts,
  ...exponentialUnitsFacts,
  ...gatedUnitsFacts,
  ...squashingFacts,
};
