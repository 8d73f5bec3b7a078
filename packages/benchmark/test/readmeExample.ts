import { bootstrapEstimate, interquartileMean, pairedDifference, pooled } from '@rectify/benchmark';

const aggregate = pooled(interquartileMean);
const relu = [[437, 500, 481, 462, 500]]; // one task, five seeds
const leaky = [[500, 489, 500, 471, 494]];
export const score = bootstrapEstimate(leaky, aggregate, { seed: 1 }); // { estimate, low, high }
export const gain = pairedDifference(leaky, relu, { aggregate, seed: 1 });
