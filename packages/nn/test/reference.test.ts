import { createReferenceEngine } from '../src/engines/reference/referenceEngine.js';
import { conformance } from './conformance/conformance.js';

conformance('reference', { createEngine: createReferenceEngine, precision: 'float64' });
