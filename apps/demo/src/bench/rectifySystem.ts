import {
  adam,
  add,
  compileTrainer,
  createEngine,
  huber,
  type Model,
  mul,
  oneHot,
  reduceMax,
  reduceSum,
  stopGradient,
} from '@rectify/nn';
import { benchModel, UPDATE } from './cartPoleUpdate.js';
import type { OpenSystem, System } from './system.js';

/** This project: the whole update is one program. */
export const rectifySystem: System = {
  name: 'rectify (onnx, 1 thread)',
  open: async (): Promise<OpenSystem> => {
    const trainer = await compileUpdate(benchModel());
    return {
      update: async ({ observations, actions, rewards, nextObservations, canBootstrap }) => {
        const feeds = { observations, actions, rewards, nextObservations, canBootstrap };
        return (await trainer.step(feeds)).loss;
      },
      close: () => trainer.dispose(),
    };
  },
};

async function compileUpdate(model: Model) {
  const { batchSize, observationSize, actions, discount, learningRate } = UPDATE;
  return compileTrainer(await createEngine('onnx', { threads: 1 }), {
    model,
    optimizer: adam({ learningRate }),
    batchSize,
    frozen: ['target'],
    inputs: {
      observations: [observationSize],
      actions: { shape: [], type: 'int32' },
      rewards: [],
      nextObservations: [observationSize],
      canBootstrap: [],
    },
    loss: (site) => {
      const next = reduceMax(site.target(site.nextObservations), { axes: [1] });
      const tdTarget = add(site.rewards, mul(mul(next, site.canBootstrap), discount));
      const taken = mul(site.predict(site.observations), oneHot(site.actions, actions));
      return huber(reduceSum(taken, { axes: [1] }), stopGradient(tdTarget));
    },
  });
}
