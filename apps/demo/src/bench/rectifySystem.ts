import { compileTdTrainer } from '@rectify/dqn';
import { adam, createEngine } from '@rectify/nn';
import { benchModel, UPDATE } from './cartPoleUpdate.js';
import type { OpenSystem, System } from './system.js';

/** This project: the whole update is one program, the one that `rectify train dqn` runs. */
export const rectifySystem: System = {
  name: 'rectify (onnx, 1 thread)',
  open: async (): Promise<OpenSystem> => {
    const { batchSize, learningRate } = UPDATE;
    const trainer = await compileTdTrainer(await createEngine('onnx', { threads: 1 }), {
      model: benchModel(),
      optimizer: adam({ learningRate }),
      batchSize,
      doubleQ: false,
      huberDelta: 1,
    });
    return {
      update: async (batch) => (await trainer.step({ ...batch })).loss,
      close: () => trainer.dispose(),
    };
  },
};
