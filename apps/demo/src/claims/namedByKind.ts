import type { Run } from '@rectify/benchmark';

/** A run with its data named by their kind: claims speak of photographs, whatever folder they are in. */
export function namedByKind(run: Run): Run {
  if (run.kind !== 'detector' || run.result.data === 'digits') return run;
  return { ...run, result: { ...run.result, data: 'photographs' } };
}
