export { plotActivations } from './activationFunctions.js';
export { type ArmStyle, armStyles } from './armStyle.js';
export { plotFinalScores } from './finalScores.js';
export { plotLearnedSlopes } from './learnedSlopes.js';
export { standaloneSvg } from './renderSvg.js';
export { plotDeadUnits, plotLearningCurves } from './trainingCurves.js';
