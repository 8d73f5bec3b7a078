// Claims C18 and C51: tasks in which the sign of the input carries the information.
import { arms } from '../claims/arms.js';
import { signedTaskCells } from '../claims/signedTasks.js';
import { type Experiment, numberOf, wordOf } from './experiment.js';
import { SmallNetwork } from './network.js';
import { negativePart, type PointTask, sineForecast } from './points.js';

const tasks: Readonly<Record<string, PointTask>> = {
  'negative-part': negativePart,
  'sine-forecast': sineForecast,
};

/** Two hidden layers, from very narrow to wide, on endless data: the error left is one of expression and optimisation. */
export const signedTaskExperiment: Experiment = {
  name: 'signed-tasks',
  question: {
    english: 'Does it help to let negative values through where the sign matters?',
    chinese: '在符号重要的任务中，保留负值有帮助吗？',
  },
  cells: Object.values(arms).flatMap((arm) => signedTaskCells.map((cell) => ({ ...cell, ...arm }))),
  seeds: { quick: 5, full: 20 },
  run: async (factors, seed) => {
    const task = tasks[wordOf(factors, 'task')];
    if (task === undefined) throw new RangeError(`signed-tasks: no task "${factors.task}"`);
    const network = await SmallNetwork.create({
      activation: wordOf(factors, 'activation'),
      depth: 2,
      width: numberOf(factors, 'width'),
      learningRate: 3e-3,
      task,
      seed,
    });
    await network.train(1500);
    const error = await network.score();
    await network.dispose();
    return { error };
  },
};
