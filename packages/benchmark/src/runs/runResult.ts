import { z } from 'zod';

const share = z.number().min(0).max(1);
const count = z.int().nonnegative();

/**
 * The units of one activation layer on the probe batch, as `UnitHealth` of @rectify/nn defines them; shares from 0 to
 * 1. Runs of the first version have the first four fields only; null stands for what a layer does not have.
 */
const unitHealthSchema = z.object({
  layer: z.string(),
  units: z.int().positive(),
  deadShare: share,
  dormantShare: share,
  positiveShare: share.optional(),
  saturatedShare: share.nullish(),
  outputMean: z.number().nullish(),
  outputVariance: z.number().nullish(),
  effectiveRank: z.number().nullish(),
  srank: z.number().nullish(),
  gradientNorm: z.number().nullish(),
  weakGradientShare: share.nullish(),
});

/** The learned slopes of one activation layer over its channels. */
const learnedSlopesSchema = z.object({
  layer: z.string(),
  mean: z.number(),
  min: z.number(),
  max: z.number(),
});

const runFields = {
  activation: z.string().min(1),
  seed: z.int().nonnegative(),
  /** The engine's name, with its backend if it has several; runs of earlier versions lack it and were made with `onnx`. */
  engine: z.string().min(1).optional(),
  steps: count,
  parameters: count,
  wallSeconds: z.number().nonnegative(),
  unitHealth: z.array(unitHealthSchema),
  learnedSlopes: z.array(learnedSlopesSchema),
  versions: z.record(z.string(), z.string()),
};

const averagePrecision = { mAP50: z.number(), mAP: z.number() };

/** `result.json` of a trained agent. */
const dqnResultSchema = z.object({
  kind: z.literal('dqn'),
  environment: z.string().min(1),
  updates: count,
  evaluation: z.object({ episodes: count, meanReturn: z.number(), returns: z.array(z.number()) }),
  ...runFields,
});

/** `result.json` of a trained detector. */
const detectorResultSchema = z.object({
  kind: z.literal('detector'),
  data: z.string().min(1),
  epochs: count,
  evaluation: z.object({
    split: z.string(),
    images: count,
    /** Mirrored views of each picture that were averaged; runs of earlier versions lack it and looked once. */
    views: count.optional(),
    ...averagePrecision,
    perClass: z.record(
      z.string(),
      z.object({ AP50: z.number().nullable(), AP: z.number().nullable(), truths: count }),
    ),
  }),
  ...runFields,
});

/** `result.json` of a trained classifier. */
const classifierResultSchema = z.object({
  kind: z.literal('classifier'),
  network: z.string().min(1),
  epochs: count,
  evaluation: z.object({
    images: count,
    accuracy: share,
    perClass: z.record(z.string(), z.object({ accuracy: share.nullable(), images: count })),
    confusion: z.array(z.array(count)),
  }),
  ...runFields,
});

/** `result.json` of any application; `kind` tells which. */
export const runResultSchema = z.discriminatedUnion('kind', [
  dqnResultSchema,
  detectorResultSchema,
  classifierResultSchema,
]);

const evaluationFields = {
  type: z.literal('evaluation'),
  step: count,
  unitHealth: z.array(unitHealthSchema),
  learnedSlopes: z.array(learnedSlopesSchema),
  wallSeconds: z.number().nonnegative(),
};

/** An evaluation line of an agent's `metrics.jsonl`. */
export const dqnEvaluationSchema = z.object({
  meanReturn: z.number(),
  /** Realised and predicted discounted return of the same episodes; runs of earlier versions lack them. */
  meanDiscountedReturn: z.number().optional(),
  meanInitialQ: z.number().optional(),
  ...evaluationFields,
});

/** An evaluation line of a detector's `metrics.jsonl`. */
export const detectorEvaluationSchema = z.object({
  epoch: z.number().nonnegative(),
  ...averagePrecision,
  ...evaluationFields,
});

/** An evaluation line of a classifier's `metrics.jsonl`. */
export const classifierEvaluationSchema = z.object({
  epoch: z.number().nonnegative(),
  accuracy: share,
  ...evaluationFields,
});

export type UnitHealth = z.output<typeof unitHealthSchema>;
export type LearnedSlopes = z.output<typeof learnedSlopesSchema>;
export type DqnResult = z.output<typeof dqnResultSchema>;
export type DetectorResult = z.output<typeof detectorResultSchema>;
export type ClassifierResult = z.output<typeof classifierResultSchema>;
export type DqnEvaluation = z.output<typeof dqnEvaluationSchema>;
export type DetectorEvaluation = z.output<typeof detectorEvaluationSchema>;
export type ClassifierEvaluation = z.output<typeof classifierEvaluationSchema>;
