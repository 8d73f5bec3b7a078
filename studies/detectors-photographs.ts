// The same question on photographs: RECTIFY_PHOTOGRAPHS names a data set, such as voc:path/to/BCCD.
const data = process.env.RECTIFY_PHOTOGRAPHS;
if (data === undefined) throw new Error('set RECTIFY_PHOTOGRAPHS to a data set, such as voc:path/to/BCCD');

export default {
  name: 'detectors-photographs',
  question: 'Does a detector on photographs gain from Leaky ReLU, as darknet has it?',
  tasks: [{ application: 'detector', data }],
  factors: { activation: ['relu', 'leaky_relu:0.01', 'leaky_relu:0.1', 'prelu:0.25'] },
  seeds: { from: 0, count: 5 },
  comparison: {
    metric: 'meanAveragePrecision',
    arm: { activation: 'leaky_relu:0.1' },
    baseline: { activation: 'relu' },
    rule: 'superior',
    smallestEffect: 0.01,
  },
};
