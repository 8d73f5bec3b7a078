import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's space of new objects small. An update leaves arrays behind that lie outside of the heap but count for its
 * limit; swept often, they are gone before V8 walks the whole heap for them (docs/performance.md).
 */
export function sweepNewObjectsOften(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
