// config.json: everything needed to repeat a run.

/** The engines that a run can be made with. */
export const RUN_ENGINES = ['onnx', 'tensorflow'] as const;

/** What a run is made with; TensorFlow.js on the best backend that works. */
export type RunEngine = (typeof RUN_ENGINES)[number];

/** The engine unless another is asked for, and that of runs which don't say. */
export const DEFAULT_ENGINE: RunEngine = 'onnx';

/** What a run was asked to do. */
export interface RunOptions {
  /** The printed spec. */
  readonly activation: string;
  readonly seed: number;
  readonly engine: RunEngine;
  /** Threads inside one operation of the engine `onnx`; default 1. With another number sums may round otherwise. */
  readonly threads?: number | undefined;
  /** Settings that differ from the preset, by the application's own names. */
  readonly settings: Settings;
}

/** Settings by name. */
export type Settings = Readonly<Record<string, SettingValue>>;

/** A setting as a person types it. */
export type SettingValue = string | number | boolean | readonly number[];

/** What the training of an agent was asked to do. */
export interface DqnOptions extends RunOptions {
  readonly environment: string;
  /** Environment steps. */
  readonly steps: number;
}

/** What the training of a detector was asked to do. */
export interface DetectorOptions extends RunOptions {
  /** The dataset's spec. */
  readonly data: string;
  readonly epochs: number;
}

/** What the training of a classifier was asked to do. */
export interface ClassifierOptions extends RunOptions {
  /** `plain` or `residual`. */
  readonly network: string;
  readonly epochs: number;
}

/** The same as a person asks for it: without steps, those of the preset are meant. */
export type AskedDqnOptions = Omit<DqnOptions, 'steps'> & { readonly steps?: number | undefined };

/** The same as a person asks for it: without epochs, those of the preset are meant. */
export type AskedDetectorOptions = Omit<DetectorOptions, 'epochs'> & { readonly epochs?: number | undefined };

/** The same as a person asks for it: without epochs, those of the preset are meant. */
export type AskedClassifierOptions = Omit<ClassifierOptions, 'epochs'> & {
  readonly epochs?: number | undefined;
};

/** The content of `config.json`. */
export type RunConfig = (
  | { readonly kind: 'dqn'; readonly options: DqnOptions }
  | { readonly kind: 'detector'; readonly options: DetectorOptions }
  | { readonly kind: 'classifier'; readonly options: ClassifierOptions }
) & {
  /** Every setting that was in effect, those of the preset included. */
  readonly effectiveSettings: object;
  readonly versions: Readonly<Record<string, string>>;
  /** `configurationHash` of the above; runs of earlier versions lack it. */
  readonly hash?: string;
  readonly machine: Readonly<Record<string, string>>;
};

/** The names of the files in a run directory. */
export const RUN_FILES = {
  config: 'config.json',
  metrics: 'metrics.jsonl',
  model: 'model.onnx',
  result: 'result.json',
} as const;

/** What `checkpoint` means on disk. */
export const CHECKPOINT_FILES = ['checkpoint.safetensors', 'checkpoint.json'] as const;

/** The temporary name of one of these files while `replaceFile` writes it. */
export const RUN_FILE_LEFTOVER =
  /^\.(config|metrics|model|result|checkpoint)\.(json|jsonl|onnx|safetensors)\.[0-9a-f-]{36}\.tmp$/;
