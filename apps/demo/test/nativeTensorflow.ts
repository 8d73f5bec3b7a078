// Tests that need native TensorFlow are skipped, and counted as that, where `rectify setup tensorflow` has not been run.
import { loadTfjsNode } from '@rectify/nn/tensorflow';

/** Why native TensorFlow does not load here; undefined if it does. */
export const NATIVE_ABSENCE: string | undefined = loadTfjsNode().absence;

if (NATIVE_ABSENCE !== undefined) console.warn(`skipped, for want of native TensorFlow: ${NATIVE_ABSENCE}`);
