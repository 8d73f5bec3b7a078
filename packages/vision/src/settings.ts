// The settings of trainings, without what trains: the command line prints its help from them.
export { CLASSIFIER_SETTINGS } from './classifier/settings.js';
export { DETECTOR_SETTINGS } from './detector/settings.js';
export { VIEW_COUNTS, type ViewCount, viewCount } from './detector/viewCount.js';
