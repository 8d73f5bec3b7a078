import { constant, createEngine, gradients, type Value } from '@rectify/nn';
import { describe, expect, it } from 'vitest';
import type { BoxXyxy } from '../boxes/box.js';
import { completeIou } from '../boxes/overlap.js';
import { detectionLoss } from './detectionLoss.js';

/** One row of cells, each with a predicted box, objectness and two class logits, and its target. */
interface CellCase {
  readonly predicted: BoxXyxy;
  readonly objectness: number;
  readonly logits: readonly [number, number];
  readonly target?: { readonly box: BoxXyxy; readonly classIndex: number };
}

const corners = ({ x1, y1, x2, y2 }: BoxXyxy) => [x1, y1, x2, y2];

function traceLoss(cells: readonly CellCase[], focalFocus: number) {
  const W = cells.length;
  const columns = cells.map(({ predicted, objectness, logits }) => [
    ...corners(predicted),
    objectness,
    ...logits,
  ]);
  const prediction = constant(
    Array.from({ length: 7 * W }, (_, at) => columns[at % W]?.[Math.floor(at / W)] ?? 0),
    [1, 7, W],
  );
  const boxes = cells.map(({ target, predicted }) => corners(target?.box ?? predicted));
  const targets = {
    boxes: constant(
      Array.from({ length: 4 * W }, (_, at) => boxes[at % W]?.[Math.floor(at / W)] ?? 0),
      [1, 4, W],
    ),
    positive: constant(
      cells.map(({ target }) => (target ? 1 : 0)),
      [1, W],
    ),
    classes: constant(
      cells.map(({ target }) => target?.classIndex ?? 0),
      [1, W],
      'int32',
    ),
  };
  return { prediction, losses: detectionLoss(prediction, targets, { focalFocus }) };
}

async function evaluate(outputs: Record<string, Value>) {
  const engine = await createEngine('reference');
  const program = await engine.compile({ outputs, updates: {} });
  return program.run({});
}

async function lossOf(cells: readonly CellCase[], focalFocus = 0) {
  const outputs = await evaluate({ ...traceLoss(cells, focalFocus).losses });
  return Object.fromEntries(Object.entries(outputs).map(([name, [value]]) => [name, value as number]));
}

/** The derivative of the whole loss by the objectness of each cell. */
async function objectnessGradients(cells: readonly CellCase[], focalFocus: number): Promise<number[]> {
  const { prediction, losses } = traceLoss(cells, focalFocus);
  const [gradient] = gradients(losses.loss, [prediction]);
  if (gradient === undefined) throw new Error('no gradient');
  const [values = []] = Object.values(await evaluate({ gradient }));
  return Array.from(values).slice(4 * cells.length, 5 * cells.length);
}

const softplus = (z: number) => Math.log1p(Math.exp(z));

describe('the loss, against the formulas of its documentation', () => {
  const predicted = { x1: 0, y1: 0, x2: 20, y2: 10 };
  const box = { x1: 4, y1: 1, x2: 22, y2: 13 };
  const background: CellCase = { predicted, objectness: -1.5, logits: [3, -2] };

  it('of one object and one background cell', async () => {
    const fit = completeIou(predicted, box);
    const losses = await lossOf([
      { predicted, objectness: 0.5, logits: [0.2, 1], target: { box, classIndex: 1 } },
      background,
    ]);
    const boxLoss = 1 - fit;
    const objectnessLoss = softplus(0.5) - fit * 0.5 + softplus(-1.5);
    const classLoss = Math.log(Math.exp(0.2) + Math.exp(1)) - 1;
    expect(losses.boxLoss).toBeCloseTo(boxLoss, 5);
    expect(losses.objectnessLoss).toBeCloseTo(objectnessLoss, 5);
    expect(losses.classLoss).toBeCloseTo(classLoss, 6);
    expect(losses.loss).toBeCloseTo(5 * boxLoss + objectnessLoss + classLoss, 4);
  });

  it('with a focus fades out the cells whose objectness is nearly right', async () => {
    const fit = completeIou(predicted, box);
    const cells = [
      { predicted, objectness: 0.5, logits: [0.2, 1] as const, target: { box, classIndex: 1 } },
      background,
    ];
    const [plain, focused] = [await lossOf(cells), await lossOf(cells, 2)];
    const probability = (z: number) => 1 / (1 + Math.exp(-z));
    const ofObject = (fit - probability(0.5)) ** 2 * (softplus(0.5) - fit * 0.5);
    const ofBackground = probability(-1.5) ** 2 * softplus(-1.5);
    expect(focused.objectnessLoss).toBeCloseTo(ofObject + ofBackground, 6);
    expect(focused).toMatchObject({ boxLoss: plain.boxLoss, classLoss: plain.classLoss });
  });

  it.each([0, 0.5, 1, 2])('pulls the objectness towards its target, with the focus %d', async (focus) => {
    const fit = completeIou(predicted, box);
    const found = await objectnessGradients(
      [{ predicted, objectness: 0.5, logits: [0.2, 1], target: { box, classIndex: 1 } }, background],
      focus,
    );
    const errors = [1 / (1 + Math.exp(-0.5)) - fit, 1 / (1 + Math.exp(1.5))];
    for (const [cell, error] of errors.entries()) {
      expect(found[cell]).toBeCloseTo(Math.abs(error) ** focus * error, 6);
    }
  });

  it('without any object is the objectness of the background alone', async () => {
    const losses = await lossOf([background, background]);
    expect(losses).toMatchObject({ boxLoss: 0, classLoss: 0 });
    expect(losses.loss).toBeCloseTo(2 * softplus(-1.5), 6);
  });

  it('vanishes for a perfect and certain prediction', async () => {
    const certain = {
      predicted: box,
      objectness: 30,
      logits: [-30, 30] as const,
      target: { box, classIndex: 1 },
    };
    expect((await lossOf([certain, { ...background, objectness: -30 }])).loss).toBeCloseTo(0, 5);
  });
});
