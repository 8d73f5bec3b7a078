// The studies of agents, detectors and classifiers that claims are decided by, for both budgets.
import {
  agentLearningRates,
  claimArms,
  crossFactors,
  type Factors,
  type Study,
  stressedRates,
  sweptSlopes,
  type Task,
  type TaskSettings,
} from '@rectify/benchmark';
import type { Budget } from '@rectify/benchmark/experiments';

/** Studies whose runs count as those of one study of the claims. */
export interface ClaimStudy {
  /** `study` of the observations. */
  readonly name: string;
  readonly parts: readonly Study[];
}

const { relu, leaky, leaky10, prelu, elu } = claimArms;
const everyActivation = activationsOf(Object.values(claimArms));
const rectifiers = activationsOf([relu, leaky, leaky10, prelu]);

const slopes = sweptSlopes.map((slope) => `leaky_relu:${slope}`);

function activationsOf(arms: readonly { readonly activation: string }[]): string[] {
  return arms.map(({ activation }) => activation);
}

/** `settings`: an agent that diverges at a high learning rate is a result here, so that nothing stops it. */
const agent = (environment: string, settings?: TaskSettings): Task => ({
  application: 'dqn',
  environment,
  settings,
});
const detector = (data: string, epochs: number, settings?: TaskSettings): Task => ({
  application: 'detector',
  data,
  epochs,
  settings,
});

interface PartOptions {
  readonly factors: Factors;
  readonly tasks: readonly Task[];
  readonly seeds: number;
}

function part(name: string, { factors, tasks, seeds }: PartOptions): Study {
  return {
    name,
    question: 'What do the claims about trained networks come to?',
    arms: crossFactors(factors),
    tasks,
    seeds: Array.from({ length: seeds }, (_, seed) => seed),
  };
}

/**
 * The studies of a budget. `quick` fits 20 minutes on two cores together with the experiments; `full` has ten seeds for
 * every agent and five for every detector and classifier.
 *
 * @param photographs - a data set of photographs, such as `voc:DIR`, for the claim about complex images
 */
export function claimStudies(budget: Budget, photographs?: string): ClaimStudy[] {
  return [
    { name: 'agents', parts: agentParts(budget) },
    { name: 'agent-learning-rates', parts: [learningRatesPart(budget)] },
    { name: 'agent-slopes', parts: [slopesPart(budget)] },
    { name: 'detectors', parts: detectorParts(budget, photographs) },
    { name: 'classifiers', parts: [classifiersPart(budget)] },
  ];
}

function agentParts(budget: Budget): Study[] {
  const isFull = budget === 'full';
  return [
    part('agents-cartpole', {
      factors: { activation: everyActivation },
      tasks: [agent('CartPole-v1')],
      seeds: isFull ? 10 : 5,
    }),
    part('agents-others', {
      factors: { activation: isFull ? everyActivation : activationsOf([relu, leaky, prelu, elu]) },
      tasks: [agent('Acrobot-v1'), agent('MountainCar-v0')],
      seeds: isFull ? 10 : 2,
    }),
  ];
}

function learningRatesPart(budget: Budget): Study {
  const isFull = budget === 'full';
  return part('agent-learning-rates', {
    factors: { learningRate: isFull ? agentLearningRates : stressedRates, activation: rectifiers },
    tasks: [agent('CartPole-v1', { divergenceFactor: 1e9 })],
    seeds: isFull ? 10 : 2,
  });
}

function slopesPart(budget: Budget): Study {
  return part('agent-slopes', {
    factors: { activation: slopes },
    tasks: [agent('CartPole-v1')],
    seeds: budget === 'full' ? 10 : 2,
  });
}

function detectorParts(budget: Budget, photographs: string | undefined): Study[] {
  const isFull = budget === 'full';
  const seeds = isFull ? 5 : 2;
  const digits = part('detectors', {
    factors: { activation: rectifiers },
    // Three evaluations in six epochs, whatever the preset says: of fewer no dispersion can be told.
    tasks: [detector('digits', isFull ? 6 : 3, { evaluateEvery: 2 })],
    seeds,
  });
  if (photographs === undefined) return [digits];
  const onPhotographs = part('detectors-photographs', {
    factors: { activation: activationsOf([relu, leaky10, prelu]) },
    tasks: [detector(photographs, isFull ? 30 : 10)],
    seeds,
  });
  return [digits, onPhotographs];
}

function classifiersPart(budget: Budget): Study {
  const isFull = budget === 'full';
  // A hundred updates.
  const settings = isFull ? {} : { trainingImages: 12_800, warmUpSteps: 30 };
  const classifier = (network: string): Task => ({
    application: 'classifier',
    network,
    epochs: isFull ? 2 : 1,
    settings,
  });
  return part('classifiers', {
    factors: { activation: [...rectifiers, elu.activation] },
    tasks: [classifier('plain'), classifier('residual')],
    seeds: 5,
  });
}
