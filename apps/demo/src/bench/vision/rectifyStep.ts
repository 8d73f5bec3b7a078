import { adam, compileTrainer, createEngine, meanSquaredError } from '@rectify/nn';
import type { System } from '../system.js';
import { type ConvolutionWork, type PictureBatch, STEP, stepModel, targetShape } from './convolutionStep.js';

/** This project: the whole step is one program. */
export function rectifyStep(work: ConvolutionWork, threads: number): System<PictureBatch> {
  return {
    name: 'rectify (onnx)',
    open: async () => {
      const model = stepModel(work);
      const trainer = await compileTrainer(await createEngine('onnx', { threads }), {
        model,
        optimizer: adam({ learningRate: STEP.learningRate }),
        batchSize: STEP.batchSize,
        inputs: { images: { shape: model.inputShape, type: 'uint8' }, targets: targetShape(work) },
        loss: ({ predict, images, targets }) => meanSquaredError(predict(images), targets),
      });
      return {
        update: async ({ images, targets }) => (await trainer.step({ images, targets })).loss,
        close: () => trainer.dispose(),
      };
    },
  };
}
