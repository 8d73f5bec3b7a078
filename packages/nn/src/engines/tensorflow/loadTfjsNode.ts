// The native library is optional, so whether it loads is a result, not a crash. Needs Node.
import { createRequire } from 'node:module';

/** The package @tensorflow/tfjs-node: TensorFlow.js with native kernels, and what only it has. */
export type TfjsNode = typeof import('@tensorflow/tfjs-node');

/** @tensorflow/tfjs-node, or why it does not load here. */
export type TfjsNodeResult =
  | { readonly tfjsNode: TfjsNode; readonly absence?: never }
  | { readonly tfjsNode?: never; readonly absence: string };

let loaded: TfjsNodeResult | undefined;

/**
 * Loads @tensorflow/tfjs-node once in a process, and tells why where it doesn't load.
 *
 * @example
 * const { tfjsNode, absence } = loadTfjsNode();
 */
export function loadTfjsNode(): TfjsNodeResult {
  loaded ??= tryToLoad();
  return loaded;
}

function tryToLoad(): TfjsNodeResult {
  const require = createRequire(import.meta.url);
  putBackRemovedPredicate(require('node:util') as LegacyUtil);
  try {
    return { tfjsNode: require('@tensorflow/tfjs-node') as TfjsNode };
  } catch (error) {
    return { absence: absenceOf(error) };
  }
}

interface LegacyUtil {
  isNullOrUndefined?: (value: unknown) => boolean;
}

/** Node 23 removed `util.isNullOrUndefined`, which the kernels of tfjs-node 4.22 call. */
function putBackRemovedPredicate(util: LegacyUtil): void {
  if (!('isNullOrUndefined' in util)) {
    util.isNullOrUndefined = (value) => value === null || value === undefined;
  }
}

function absenceOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const [firstLine = 'unknown reason'] = message.split('\n');
  if (message.includes('tfjs_binding.node')) return 'its native library is not installed';
  if (code === 'MODULE_NOT_FOUND' && firstLine.includes('@tensorflow/tfjs-node')) {
    return 'the package @tensorflow/tfjs-node is not installed';
  }
  return firstLine;
}
