export { type AugmentationSettings, NO_AUGMENTATION } from './augmentation/augmentationSettings.js';
export {
  type BoxCxcywh,
  type BoxXywh,
  type BoxXyxy,
  boxArea,
  clipBox,
  cxcywhToXyxy,
  type Size,
  xywhToXyxy,
  xyxyToCxcywh,
  xyxyToXywh,
} from './boxes/box.js';
export {
  type ClassifiedBox,
  classwiseNonMaximumSuppression,
  nonMaximumSuppression,
  type ScoredBox,
} from './boxes/nonMaximumSuppression.js';
export {
  completeIou,
  distanceIou,
  generalizedIou,
  iou,
  type Overlap,
  overlapMatrix,
} from './boxes/overlap.js';
export { CLASSIFIER_NETWORKS, type ClassifierNetworkName } from './classifier/architecture.js';
export {
  type Classification,
  type Classifier,
  type ClassifierDescription,
  type ClassifierEvaluateOptions,
  type ClassifierOptions,
  createClassifier,
} from './classifier/classifier.js';
export { loadClassifier, saveClassifier } from './classifier/classifierFiles.js';
export type { ClassifierEvaluation } from './classifier/evaluateClassifier.js';
export { CLASSIFIER_PRESET, classifierSettings } from './classifier/preset.js';
export type { ClassifierTrainingSettings } from './classifier/settings.js';
export type {
  ClassifierEvaluationEvent,
  ClassifierEvent,
  ClassifierFinishedEvent,
  ClassifierUpdateEvent,
} from './classifier/trainClassifier.js';
export {
  type CheckOptions,
  checkDataset,
  type DatasetCheck,
  type SplitCheck,
  splitSheet,
} from './datasets/checkDataset.js';
export {
  type Dataset,
  DatasetError,
  type DatasetProblem,
  type DatasetSplit,
  type DatasetWarning,
  type Example,
  type LabelledObject,
  type ProblemKind,
} from './datasets/dataset.js';
export type { DuplicateGroup, Likeness } from './datasets/duplicates.js';
export type { Histogram } from './datasets/histogram.js';
export { DATASET_SPECS, type DatasetOptions, openDataset } from './datasets/openDataset.js';
export {
  type AnalyseOptions,
  analyseDetector,
  type ClassAnalysis,
  type DetectorAnalysis,
} from './detector/analyseDetector.js';
export {
  type ArchitectureOptions,
  type ArchitectureSettings,
  architectureSettings,
  DETECTOR_SIZES,
  type DetectorSize,
} from './detector/architectureSettings.js';
export { type DetectionSheetOptions, detectionSheet } from './detector/detectionSheet.js';
export {
  createDetector,
  type DetectedObject,
  type DetectionResult,
  type DetectOptions,
  type Detector,
  type DetectorDescription,
  type DetectorOptions,
  type InspectOptions,
} from './detector/detector.js';
export { loadDetector, saveDetector } from './detector/detectorFiles.js';
export type { DetectorEvaluation, EvaluateOptions } from './detector/evaluateDetector.js';
export { type MistakeSheetOptions, mistakeSheet } from './detector/mistakeSheet.js';
export {
  DETECTOR_PRESETS,
  type DetectorPreset,
  type PresetName,
  presetFor,
  type TrainingSettings,
} from './detector/presets.js';
export type {
  DetectorEvent,
  EvaluationEvent,
  FinishedEvent,
  TrainOptions,
  UpdateEvent,
} from './detector/trainDetector.js';
export { type PreviewOptions, type TrainingPreview, trainingPreview } from './detector/trainingPreview.js';
export { trainingSettings } from './detector/trainingSettings.js';
export { VIEW_COUNTS, type ViewCount, viewCount } from './detector/viewCount.js';
export {
  averagePrecision11,
  averagePrecision101,
  averagePrecisionAllPoint,
  type PrecisionRecall,
  precisionRecall,
} from './evaluation/averagePrecision.js';
export {
  type Calibration,
  type CalibrationBin,
  type CalibrationOptions,
  calibrationOf,
} from './evaluation/calibration.js';
export { type CocoClassResult, type CocoResult, evaluateCoco } from './evaluation/cocoEvaluation.js';
export { type ConfusionMatrix, confusionMatrix } from './evaluation/confusionMatrix.js';
export {
  type ClassCounting,
  type CountingProblem,
  chooseScoreThresholds,
  countingErrors,
  type ImageCount,
} from './evaluation/counting.js';
export { findMistakes, MISTAKE_KINDS, type Mistake, type MistakeKind } from './evaluation/mistakes.js';
export type { PairingThresholds } from './evaluation/pairing.js';
export {
  type ClassPrecisionRecall,
  type PrecisionRecallPoint,
  precisionRecallCurves,
} from './evaluation/precisionRecallCurves.js';
export type { Detection, DetectionProblem, Truth } from './evaluation/problem.js';
export { evaluateVoc, type VocClassResult, type VocResult } from './evaluation/vocEvaluation.js';
export { type AnnotateOptions, annotateImage, type LabelledBox } from './images/annotate.js';
export { type DecodeOptions, decodeImage } from './images/decode.js';
export { encodeImage, type ImageFormat } from './images/encode.js';
export { ImageError, type RgbImage } from './images/image.js';
export { classColour } from './images/palette.js';
export { comparisonSheet, type SheetEntry, type SheetOptions } from './images/sheet.js';
export { type TextPath, type TextStyle, textPath } from './images/text.js';
export type { LoadOptions } from './network/networkFiles.js';
export type { SlopeSummary } from './network/slopeSummary.js';
