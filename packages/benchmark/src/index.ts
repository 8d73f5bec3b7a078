export { agentLearningRates, arms as claimArms, stressedRates } from './claims/arms.js';
export { type ArticleName, articles, type Bilingual } from './claims/articles.js';
export type { Claim, ClaimId, ClaimKind, ClaimTest } from './claims/claim.js';
export { claims } from './claims/claims.js';
export { sweptSlopes } from './claims/ledger/slope.js';
export { type LedgerEntry, type LedgerOptions, makeLedger } from './claims/ledger.js';
export { type Contrast, type ContrastOutcome, measureContrast, type Term } from './contrasts/contrast.js';
export type { Observation, RunFactors } from './contrasts/observation.js';
export { printObservation, readObservations } from './contrasts/observationLines.js';
export { observationsOf, type RunMetric, returnScales, runMetrics } from './contrasts/observationsOf.js';
export { observationsToCsv } from './contrasts/observationsToCsv.js';
export { combinedVerdict, seedsNeeded, type Verdict, verdictOf } from './contrasts/verdict.js';
export { runsToCsv } from './runs/csv.js';
export { type Metric, type MetricKey, metrics } from './runs/metrics.js';
export {
  type ClassifierRun,
  type DetectorRun,
  type DqnRun,
  type ReadRunsOptions,
  type Run,
  readRuns,
  type StudyRuns,
  subjectOf,
  taskOf,
} from './runs/readRuns.js';
export { RunFileError } from './runs/runFileError.js';
export type {
  ClassifierEvaluation,
  ClassifierResult,
  DetectorEvaluation,
  DetectorResult,
  DqnEvaluation,
  DqnResult,
  LearnedSlopes,
  UnitHealth,
} from './runs/runResult.js';
export { printSettings, type SettingValue, type TaskSettings } from './runs/settings.js';
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
export { holmAdjusted } from './statistics/holm.js';
export { hoyerSparsity } from './statistics/hoyerSparsity.js';
export { interquartileMean } from './statistics/interquartileMean.js';
export { interquartileRange } from './statistics/interquartileRange.js';
export { areaUnderCurve, type CurvePoint, stepsToThreshold } from './statistics/learningCurve.js';
export { mean } from './statistics/mean.js';
export { optimalityGap } from './statistics/optimalityGap.js';
export { pairedDifference } from './statistics/pairedDifference.js';
export { type ProfilePoint, performanceProfile, profileWithBand } from './statistics/performanceProfile.js';
export {
  probabilityOfImprovement,
  probabilityOfImprovementEstimate,
} from './statistics/probabilityOfImprovement.js';
export { median, quantile } from './statistics/quantile.js';
export { dispersionAcrossTime, longTermRisk, shortTermRisk } from './statistics/reliability.js';
export { type Aggregate, ofTaskMeans, pooled, type ScoresByTask } from './statistics/scores.js';
export { signFlipProbability } from './statistics/signFlipTest.js';
export { standardDeviation } from './statistics/standardDeviation.js';
export { contrastOf } from './study/comparison.js';
export { crossFactors, type Factors } from './study/crossFactors.js';
export { parseStudy, StudyFileError } from './study/parseStudy.js';
export {
  type ClassifierRunOptions,
  type DetectorRunOptions,
  type DqnRunOptions,
  type PlannedRun,
  planRuns,
} from './study/planRuns.js';
export { quickStudy } from './study/quickStudy.js';
export {
  type FailedRun,
  type RunStudyOptions,
  runStudy,
  type StudyOutcome,
  type StudyProgress,
} from './study/runStudy.js';
export { isNarrowEnough, measureComparison, portionsOf } from './study/stoppingRule.js';
export type {
  Arm,
  ArmChoice,
  ClassifierTask,
  DetectorTask,
  DqnTask,
  StoppingRule,
  Study,
  StudyComparison,
  Task,
} from './study/study.js';
export type { Comparison } from './summary/comparison.js';
export type { Distribution, SeedValue } from './summary/distribution.js';
export {
  type ArmSummary,
  type Provenance,
  type StudyResults,
  type SummaryOptions,
  summarize,
  type TaskSummary,
} from './summary/summarize.js';
export type { ThresholdSummary, TrainingPoint } from './summary/training.js';
export { typicalFirst } from './summary/typicalFirst.js';
