// One training in a process of its own, started by `rectify bench dqn`. Words: system, members or backend, steps.
import type { TensorflowBackend } from '@rectify/nn/tensorflow';
import { processTerminal } from '../../terminal.js';
import { loadWithGradients } from '../peers.js';
import { trainAgents } from './rectifyAgents.js';
import type { Pace } from './setting.js';
import { trainTensorflowAgent } from './tensorflowAgent.js';

const terminal = processTerminal();
const [system, variant = '', steps] = terminal.arguments;
terminal.print(JSON.stringify(await (system === 'rectify' ? ours() : tensorflows())));

function ours(): Promise<Pace> {
  return trainAgents(Number(variant), Number(steps), terminal.host.processorMs);
}

async function tensorflows(): Promise<Pace> {
  const tensorflow = await loadWithGradients(variant as TensorflowBackend)();
  return trainTensorflowAgent(tensorflow, Number(steps), terminal.host.processorMs);
}
