// Checkpoints and models as files; needs Node. The rest of the package also runs in a browser.
export { readTensors, replaceFile, saveTensors, TensorFileError } from './formats/checkpoint.js';
export { loadModel } from './formats/loadModel.js';
