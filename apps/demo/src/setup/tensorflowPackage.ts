// Where things lie in the package @tensorflow/tfjs-node.
import { join } from 'node:path';

/** The package and the places in it that a setup fills. */
export interface TensorflowPackage {
  readonly version: string;
  readonly folder: string;
  /** The native addon: there only when all that it needs is. */
  readonly addon: string;
  /** TensorFlow's libraries and headers, where the addon and its build look for them. */
  readonly libraries: string;
  /** What node-gyp makes on its way. */
  readonly build: string;
  /** The download and all that is unfinished; gone after a success. */
  readonly workshop: string;
}

/** The version of the Node-API that the addon is built for; a newer Node still loads it. */
export const NODE_API_VERSION = 8;

/** The places in a package that lies in a folder. */
export function tensorflowPackage(folder: string, version: string): TensorflowPackage {
  return {
    version,
    folder,
    addon: join(folder, 'lib', `napi-v${NODE_API_VERSION}`, 'tfjs_binding.node'),
    libraries: join(folder, 'deps'),
    build: join(folder, 'build'),
    workshop: join(folder, '.rectify-setup'),
  };
}
