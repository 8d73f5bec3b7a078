export { plotActivations } from './activationFunctions.js';
export { type ArmStyle, armStyles } from './armStyle.js';
export { type ConfusionCounts, plotConfusion } from './confusion.js';
export { plotFinalScores } from './finalScores.js';
export { plotLearnedSlopes } from './learnedSlopes.js';
export { type PrecisionRecallLine, plotPrecisionRecall } from './precisionRecall.js';
export { plotReliability, type ReliabilityBin } from './reliability.js';
export { standaloneSvg } from './renderSvg.js';
export { plotDeadUnits, plotLearningCurves } from './trainingCurves.js';
