import { compileTdTrainer } from '@rectify/dqn';
import { adam, createEngine } from '@rectify/nn';
import { benchModel, type TransitionBatch, UPDATE } from './cartPoleUpdate.js';
import type { OpenSystem, System } from './system.js';

/** This project: the whole update is one program, the one that `rectify train dqn` runs. */
export const rectifySystem: System<TransitionBatch> = {
  name: 'rectify (onnx, 1 thread)',
  open: async (): Promise<OpenSystem<TransitionBatch>> => {
    const { batchSize, learningRate } = UPDATE;
    const trainer = await compileTdTrainer(await createEngine('onnx', { threads: 1 }), {
      model: benchModel(),
      optimizer: adam({ learningRate }),
      batchSize,
      double: false,
      prioritized: false,
      huberDelta: 1,
    });
    const weights = new Float32Array(batchSize).fill(1);
    return {
      update: async (batch) => (await trainer.step({ ...batch, weights })).loss,
      close: () => trainer.dispose(),
    };
  },
};
