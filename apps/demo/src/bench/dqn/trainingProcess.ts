// One training in a process of its own, started by `rectify bench dqn`. Words: `rectify`, members, threads, steps; or
// `tensorflow`, backend, steps.
import type { TensorflowBackend } from '@rectify/nn/tensorflow';
import { processTerminal } from '../../terminal.js';
import { loadWithGradients } from '../peers.js';
import { trainAgents } from './rectifyAgents.js';
import type { Pace } from './setting.js';
import { trainTensorflowAgent } from './tensorflowAgent.js';

const terminal = processTerminal();
const [system, ...words] = terminal.arguments;
terminal.print(JSON.stringify(await (system === 'rectify' ? ours() : tensorflows())));

function ours(): Promise<Pace> {
  const [members = 1, threads = 1, steps = 0] = words.map(Number);
  return trainAgents({ members, threads, steps }, terminal.host.processorMs);
}

async function tensorflows(): Promise<Pace> {
  const [backend, steps] = words;
  const tensorflow = await loadWithGradients(backend as TensorflowBackend)();
  return trainTensorflowAgent(tensorflow, Number(steps), terminal.host.processorMs);
}
