// The studies of agents, detectors and classifiers that claims are decided by, for both budgets.
import { claimArms, type Study, sweptSlopes, type Task } from '@rectify/benchmark';
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

const agent = (environment: string): Task => ({ application: 'dqn', environment });

interface PartOptions {
  readonly activations: readonly string[];
  readonly tasks: readonly Task[];
  readonly seeds: number;
}

function part(name: string, { activations, tasks, seeds }: PartOptions): Study {
  return {
    name,
    question: 'What do the claims about trained networks come to?',
    arms: activations.map((activation) => ({ activation })),
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
  const isFull = budget === 'full';
  const detector = (data: string, epochs: number): Task => ({ application: 'detector', data, epochs });
  const classifier = (network: string): Task => ({
    application: 'classifier',
    network,
    epochs: isFull ? 6 : 1,
  });
  return [
    {
      name: 'agents',
      parts: [
        part('agents-cartpole', {
          activations: everyActivation,
          tasks: [agent('CartPole-v1')],
          seeds: isFull ? 10 : 5,
        }),
        part('agents-others', {
          activations: isFull ? everyActivation : activationsOf([relu, leaky, prelu]),
          tasks: [agent('Acrobot-v1'), agent('MountainCar-v0')],
          seeds: isFull ? 10 : 2,
        }),
      ],
    },
    {
      name: 'agent-slopes',
      parts: [
        part('agent-slopes', {
          activations: slopes,
          tasks: [agent('CartPole-v1')],
          seeds: isFull ? 10 : 2,
        }),
      ],
    },
    {
      name: 'detectors',
      parts: [
        part('detectors', {
          activations: rectifiers,
          tasks: [detector('digits', isFull ? 8 : 3)],
          seeds: isFull ? 5 : 2,
        }),
        ...(photographs === undefined
          ? []
          : [
              part('detectors-photographs', {
                activations: rectifiers,
                tasks: [detector(photographs, isFull ? 60 : 10)],
                seeds: isFull ? 5 : 2,
              }),
            ]),
      ],
    },
    {
      name: 'classifiers',
      parts: [
        part('classifiers', {
          activations: [...rectifiers, elu.activation],
          tasks: [classifier('plain'), classifier('residual')],
          seeds: isFull ? 5 : 2,
        }),
      ],
    },
  ];
}
