export {
  applyResample,
  type BootstrapOptions,
  bootstrapEstimate,
  drawResample,
  type Estimate,
  type Interval,
  percentileInterval,
  type Resample,
  resampledEstimate,
} from './statistics/bootstrap.js';
export { conditionalValueAtRisk } from './statistics/conditionalValueAtRisk.js';
export { drawdown } from './statistics/drawdown.js';
export { distinctResamples, smallestSignFlipProbability } from './statistics/fewSeeds.js';
export { interquartileMean } from './statistics/interquartileMean.js';
export { interquartileRange } from './statistics/interquartileRange.js';
export { areaUnderCurve, type CurvePoint, stepsToThreshold } from './statistics/learningCurve.js';
export { mean } from './statistics/mean.js';
export { optimalityGap } from './statistics/optimalityGap.js';
export { pairedDifference } from './statistics/pairedDifference.js';
export { performanceProfile } from './statistics/performanceProfile.js';
export {
  probabilityOfImprovement,
  probabilityOfImprovementEstimate,
} from './statistics/probabilityOfImprovement.js';
export { median, quantile } from './statistics/quantile.js';
export { type Aggregate, ofTaskMeans, pooled, type ScoresByTask } from './statistics/scores.js';
export { standardDeviation } from './statistics/standardDeviation.js';
