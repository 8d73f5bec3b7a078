// Many small networks trained in one program: the training step of one, mapped over all of them. What a
// run costs besides arithmetic, launching operations and crossing into the engine, is then paid once.
import type { Copies } from './copies.js';
import type { Engine, Variable } from './engines/engine.js';
import { vmap } from './graph/vmap.js';
import { Lockstep } from './lockstep.js';
import { initialParameters, initialStatistics, type Model } from './model.js';
import type { ModelState } from './modelState.js';
import type { Optimizer } from './optimizers/optimizer.js';
import { assembleTrainer, type Trainer } from './trainer.js';
import { type StepOptions, trainingGraph } from './trainingGraph.js';

/** What `compilePopulation` needs: a training step, and one model for each member. */
export interface PopulationOptions<Inputs extends string, Copy extends string>
  extends Omit<StepOptions<Inputs, Copy>, 'model' | 'optimizer'> {
  /** Models that differ in their seeds only. */
  readonly models: readonly Model[];
  /** One for all, or one for each member; those may differ in their learning rates only. */
  readonly optimizer: Optimizer | ((member: number) => Optimizer);
}

/**
 * Compiles one program that trains all members in lockstep, and returns a trainer for each.
 *
 * A trainer's `step` waits until every other member has called its own: await the steps together, as independent loops
 * do under `Promise.all`. Nobody waits for a member that called `pause`, until its next step, nor for one that is
 * disposed of; what others do leaves its numbers as they are.
 *
 * @throws RangeError if there are no models, one differs from the first in more than its seed, or an option is out of
 *   range
 * @example
 * const members = await compilePopulation(engine, {
 *   models: [1, 2, 3].map((seed) => sequential([dense(8), dense(1)], { inputShape: [2], seed })),
 *   optimizer: adam(),
 *   batchSize: 64,
 *   inputs: { x: [2], y: [1] },
 *   loss: ({ predict, x, y }) => meanSquaredError(predict(x), y),
 * });
 * const metrics = await Promise.all(members.map((member) => member.step({ x, y })));
 */
export async function compilePopulation<Inputs extends string, Copy extends string = never>(
  engine: Engine,
  { models, optimizer, ...step }: PopulationOptions<Inputs, Copy>,
): Promise<Trainer<Inputs, Copy>[]> {
  const [first] = models;
  if (first === undefined) throw new RangeError('compilePopulation: needs at least one model');
  requireAlike(models);
  const optimizers = models.map((_, member) =>
    typeof optimizer === 'function' ? optimizer(member) : optimizer,
  ) as [Optimizer, ...Optimizer[]];
  const graph = trainingGraph({ ...step, model: first, optimizer: optimizers[0] });
  const numbers = initialNumbers(engine, { ...step, models, optimizer: optimizers[0] });
  const program = await engine.compile(vmap(graph, { members: models.length }), numbers);
  const members = models.map((_, member) =>
    mapValues(numbers, (variable) => {
      const size = variable.size / models.length;
      return variable.slice(member * size, (member + 1) * size);
    }),
  );
  const lockstep = new Lockstep(program, graph, members);
  return members.map((own, member) => {
    const { parameters: _, statistics: __, ...variables } = own;
    return assembleTrainer<Inputs, Copy>(
      { ...step, model: models[member] as Model, optimizer: optimizers[member] as Optimizer },
      {
        program: lockstep.place(member),
        state: stateOf(own, ''),
        copies: mapValues<Copy, unknown, ModelState>(step.copies ?? ({} as Copies<Copy>), (_, name) =>
          stateOf(own, `${name}.`),
        ),
        variables,
        noise: graph.noise,
      },
    );
  });
}

function requireAlike([first, ...others]: readonly Model[]): void {
  const essence = ({ inputShape, inputType, parameters, statistics, activations }: Model): string =>
    JSON.stringify([inputShape, inputType, parameters, statistics, activations]);
  for (const [index, model] of others.entries()) {
    if (essence(model) === essence(first as Model)) continue;
    throw new RangeError(`compilePopulation: model ${index + 1} must differ from model 0 in its seed only`);
  }
}

/** What all members start from, by the name of the variable: one member's numbers behind the other's. */
function initialNumbers<Inputs extends string, Copy extends string>(
  engine: Engine,
  {
    models,
    optimizer,
    copies,
  }: Pick<PopulationOptions<Inputs, Copy>, 'models' | 'copies'> &
    Pick<StepOptions<Inputs, Copy>, 'optimizer'>,
): Record<string, Variable> {
  const all = (numbersOf: (model: Model) => Float32Array): Variable =>
    engine.variable(models.flatMap((model) => Array.from(numbersOf(model))));
  const states = ['', ...Object.keys(copies ?? {}).map((name) => `${name}.`)];
  const slots = optimizer.slots.map((slot) => [
    `optimizer.${slot}`,
    all(({ parameterCount }) => new Float32Array(parameterCount)),
  ]);
  return Object.fromEntries([
    ...states.flatMap((prefix) => [
      [`${prefix}parameters`, all(initialParameters)],
      [`${prefix}statistics`, all(initialStatistics)],
    ]),
    ...slots,
  ]);
}

function stateOf(variables: Readonly<Record<string, Variable>>, prefix: string): ModelState {
  return {
    parameters: variables[`${prefix}parameters`] as Variable,
    statistics: variables[`${prefix}statistics`] as Variable,
  };
}

function mapValues<Name extends string, From, To>(
  record: Readonly<Record<Name, From>>,
  map: (value: From, name: Name) => To,
): Record<Name, To> {
  const entries = Object.entries<From>(record).map(([name, value]) => [name, map(value, name as Name)]);
  return Object.fromEntries(entries) as Record<Name, To>;
}
