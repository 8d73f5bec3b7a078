import { bornDead } from './bornDead.js';
import { centring } from './centring.js';
import { cost } from './cost.js';
import { deepTraining } from './deepTraining.js';
import type { Experiment } from './experiment.js';
import { gradientFlow } from './gradientFlow.js';
import { regression } from './regression.js';
import { rescue } from './rescue.js';
import { signedTaskExperiment } from './signedTasks.js';
import { slopes } from './slopes.js';
import { sparsity } from './sparsity.js';
import { unitHealth } from './unitHealth.js';

/** Every experiment. Times are measured last, when nothing else runs beside them. */
export const experiments: readonly Experiment[] = [
  unitHealth,
  rescue,
  signedTaskExperiment,
  regression,
  gradientFlow,
  deepTraining,
  centring,
  bornDead,
  slopes,
  sparsity,
  cost,
];
