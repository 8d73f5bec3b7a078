export { type Copies, type Following, movingAverage } from './copies.js';
export { type DirectPredictor, directPredictor } from './direct/directPredictor.js';
export { createEngine, ENGINES, type EngineName, type EngineOptions } from './engines/createEngine.js';
export type { Engine, NumberArray, Program, Variable, Variables } from './engines/engine.js';
export type { OnnxEngineOptions } from './engines/onnx/onnxEngine.js';
export { importLayersModel } from './formats/keras/importLayersModel.js';
export { LayersExportError } from './formats/keras/operand.js';
export { exportLayersModel, type LayersModelFiles } from './formats/layersModel.js';
export { ModelFileError } from './formats/modelFileError.js';
export {
  CheckpointError,
  modelTensors,
  type RestoreOptions,
  restoreModel,
  restoreTrainer,
  trainerTensors,
} from './formats/modelTensors.js';
export { importOnnx, type OnnxImportOptions } from './formats/onnx/importOnnx.js';
export type { ExternalFiles } from './formats/onnx/onnxTensor.js';
export { exportOnnx } from './formats/onnxModel.js';
export {
  type NamedTensor,
  readSafetensors,
  type TensorData,
  type TensorFile,
  writeSafetensors,
} from './formats/safetensors.js';
export { SafetensorsError } from './formats/safetensorsHeader.js';
export {
  abs,
  add,
  atan,
  clamp,
  div,
  erf,
  exp,
  log,
  maximum,
  minimum,
  mul,
  neg,
  power,
  sign,
  sqrt,
  square,
  sub,
} from './graph/arithmetic.js';
export { argMax, equal, greater, oneHot, stopGradient, toFloat, where } from './graph/choice.js';
export { crelu, gelu, hardswish, mish, relu6, selu, silu } from './graph/composedActivations.js';
export { gradients } from './graph/gradients.js';
export { type Graph, printGraph } from './graph/graph.js';
export { constant, input, type Operand, scalar, variable } from './graph/leaves.js';
export { matmul } from './graph/linearAlgebra.js';
export {
  broadcastTo,
  concat,
  gather,
  pad,
  reshape,
  type SliceRange,
  slice,
  sliceAxis,
  transpose,
} from './graph/movement.js';
export type { DataType, OperationName } from './graph/operationSet.js';
export { elu, leakyRelu, prelu, relu, sigmoid, softplus, tanh } from './graph/rectifiers.js';
export {
  logSumExp,
  type ReductionOptions,
  reduceMax,
  reduceMean,
  reduceSum,
  variance,
} from './graph/reductions.js';
export { type Shape, sizeOf } from './graph/shape.js';
export { ShapeError } from './graph/shapeError.js';
export { logSoftmax, softmax } from './graph/softmax.js';
export type { Value } from './graph/value.js';
export { type VmapOptions, vmap } from './graph/vmap.js';
export {
  constantInitializer,
  type GlorotOptions,
  glorotNormal,
  glorotUniform,
  type HeOptions,
  heNormal,
  heUniform,
  type Initializer,
  lecunNormal,
  lecunUniform,
  zeros,
} from './initializers.js';
export { effectiveRank, SRANK_DELTA, srank } from './inspect/featureRank.js';
export {
  compileInspector,
  inspect,
  type LayerInspection,
  type LossInspectorOptions,
  type UnitInspector,
} from './inspect/inspector.js';
export { type LearnedSlopes, learnedSlopes } from './inspect/learnedSlopes.js';
export { SATURATION_MARGIN } from './inspect/measurements.js';
export {
  HISTOGRAM_BINS,
  HISTOGRAM_REACH,
  type PreActivationHistogram,
  preActivationHistograms,
} from './inspect/preActivations.js';
export { printInspection } from './inspect/printInspection.js';
export {
  DORMANCY_TAU,
  type LayerMeasurements,
  type UnitHealth,
  type UnitMeasurements,
  WEAK_GRADIENT,
} from './inspect/unitHealth.js';
export { activation } from './layers/activation.js';
export { type BatchNormOptions, batchNorm } from './layers/batchNorm.js';
export { identity, parallel, residual, sequential } from './layers/composition.js';
export {
  type Conv2dOptions,
  conv2d,
  type DepthwiseConv2dOptions,
  depthwiseConv2d,
  type WindowOptions,
} from './layers/conv2d.js';
export { conv2dTranspose } from './layers/conv2dTranspose.js';
export { dense, type WeightOptions } from './layers/dense.js';
export { dropout } from './layers/dropout.js';
export { type EmbeddingOptions, embedding } from './layers/embedding.js';
export { imageBytes } from './layers/imageBytes.js';
export {
  type ActivationSite,
  applyLayer,
  type GainRule,
  type Layer,
  type NoiseRequest,
  type ParameterRequest,
  type Scope,
  type StatisticRequest,
} from './layers/layer.js';
export { type LayerNormOptions, layerNorm } from './layers/layerNorm.js';
export { type NoisyDenseOptions, noisyDense } from './layers/noisyDense.js';
export { averagePool, flatten, globalAveragePool, maxPool, upsample } from './layers/pooling.js';
export { type SelfAttentionOptions, selfAttention } from './layers/selfAttention.js';
export { softmaxLayer } from './layers/softmaxLayer.js';
export type { Padding } from './layers/windowPadding.js';
export {
  type BoxLossOptions,
  completeIntersectionOverUnion,
  distanceIntersectionOverUnion,
  generalizedIntersectionOverUnion,
  intersectionOverUnion,
} from './losses/boxes.js';
export {
  type BinaryCrossEntropyOptions,
  binaryCrossEntropyWithLogits,
  type KlDivergenceOptions,
  klDivergence,
  type SoftmaxCrossEntropyOptions,
  softmaxCrossEntropy,
} from './losses/classification.js';
export { type FocalLossOptions, focalLossWithLogits } from './losses/focal.js';
export type { LossOptions, Reduction } from './losses/reduction.js';
export {
  type HuberOptions,
  huber,
  meanAbsoluteError,
  meanSquaredError,
  type SmoothL1Options,
  smoothL1,
} from './losses/regression.js';
export {
  createModel,
  type Model,
  type ModelOptions,
  type ParameterSpec,
  type StatisticSpec,
  summarize,
} from './model.js';
export { createModelState, type ModelState } from './modelState.js';
export { type AdamOptions, adam } from './optimizers/adam.js';
export { adamw } from './optimizers/adamw.js';
export type { Optimizer } from './optimizers/optimizer.js';
export { type RmspropOptions, rmsprop } from './optimizers/rmsprop.js';
export {
  type CosineOptions,
  constantSchedule,
  cosineSchedule,
  linearSchedule,
  type Schedule,
  type StepScheduleOptions,
  stepSchedule,
} from './optimizers/schedules.js';
export { type SgdOptions, sgd } from './optimizers/sgd.js';
export { compilePopulation, type PopulationOptions } from './population.js';
export { compilePredictor, type Predictor, type PredictorOptions } from './predictor.js';
export { type RandomStream, randomStream } from './random.js';
export {
  compileTrainer,
  type StepMetrics,
  type Trainer,
  type TrainerOptions,
} from './trainer.js';
export type {
  InputSpec,
  LossDescription,
  LossResult,
  LossSite,
  Predict,
  StepOptions,
} from './trainingGraph.js';
