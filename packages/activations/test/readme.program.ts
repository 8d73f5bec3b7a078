import { activationFacts, leakyRelu, parseActivation, printActivation } from '@rectify/activations';

export const value = leakyRelu(0.01).forward(-3); // -0.03
export const slope = parseActivation('prelu:0.25').derivative(-1); // 0.25
export const outputs = leakyRelu(0.1).map(Float32Array.of(-2, 0, 3)); // -0.2, 0, 3 in float32
export const name = printActivation(parseActivation('leaky_relu')); // 'leaky_relu:0.01'
export const title = activationFacts.prelu.paper?.title; // 'Delving Deep into Rectifiers: ...'
