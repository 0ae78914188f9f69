import { faultKinds, type FaultKind } from '../kernel/faults.ts';
import { simulate, type SimulationOptions, type SimulationResult } from '../simulate.ts';

/** A failing seed, reduced to the orders and kinds of faults that the failure needs. */
export interface Shrunk {
  readonly result: SimulationResult;
  readonly only: ReadonlySet<number>;
  readonly without: ReadonlySet<FaultKind>;
  readonly ordersBefore: number;
}

/**
 * Shrinks a failing seed. It leaves out kinds of faults, then halves of the orders, then smaller parts, down to single
 * orders. It keeps each reduction after which the same invariant is still violated.
 * @returns the smallest world found, with its trace; `undefined` if the seed does not fail.
 */
export const shrink = async (seed: number, options: SimulationOptions = {}): Promise<Shrunk | undefined> => {
  const first = await simulate(seed, options);
  const { violation } = first;
  if (violation === undefined) return undefined;
  let without = new Set(options.without ?? []);
  let only = new Set(options.only ?? first.orders);

  const stillFails = async (fewer: Pick<SimulationOptions, 'only' | 'without'>): Promise<boolean> => {
    const result = await simulate(seed, { ...options, only, without, ...fewer });
    return result.violation?.invariant === violation.invariant;
  };

  for (const kind of faultKinds) {
    if (first.faults[kind] === 0 || without.has(kind)) continue;
    const tried = new Set([...without, kind]);
    if (await stillFails({ without: tried })) without = tried;
  }
  for (let size = Math.ceil(only.size / 2); size >= 1;) {
    const numbers = [...only];
    for (let start = 0; start < numbers.length; start += size) {
      const left = new Set(numbers.slice(start, start + size));
      const tried = new Set([...only].filter((number) => !left.has(number)));
      if (tried.size > 0 && (await stillFails({ only: tried }))) only = tried;
    }
    // If one order is left out, another one may become unnecessary. So the loop is repeated until no single order can
    // be left out.
    if (size > 1) size = Math.ceil(size / 2);
    else if (only.size === numbers.length) size = 0;
  }
  const result = await simulate(seed, { ...options, only, without, trace: true });
  return { result, only, without, ordersBefore: first.orders.length };
};

export const seedText = (seed: number): string => `0x${seed.toString(16)}`;

/** The command that replays a seed, with all or only some of its orders and faults. */
export const replayCommand = (
  seed: number,
  { only, without, mutant }: Partial<Pick<Shrunk, 'only' | 'without'>> & { readonly mutant?: string } = {},
): string =>
  [
    `npm run simulate -- --seed ${seedText(seed)} --trace`,
    ...(only === undefined ? [] : [`--orders ${[...only].join(',')}`]),
    ...(without === undefined || without.size === 0 ? [] : [`--without ${[...without].join(',')}`]),
    ...(mutant === undefined ? [] : [`--mutant ${mutant}`]),
  ].join(' ');

/** Explains a failing seed: the violation, the replay commands, and the timeline of the smallest world. */
export const explain = async (seed: number, options: SimulationOptions = {}): Promise<string> => {
  const shrunk = await shrink(seed, options);
  if (shrunk === undefined) return `Seed ${seedText(seed)} violates no invariant.`;
  const { result, only, without, ordersBefore } = shrunk;
  const mutant = options.mutant === undefined ? {} : { mutant: options.mutant.name };
  return [
    `Seed ${seedText(seed)} violates "${result.violation?.invariant}": ${result.violation?.detail}`,
    `Replay it:             ${replayCommand(seed, mutant)}`,
    `The smallest world (${only.size} of ${ordersBefore} orders): ${replayCommand(seed, { only, without, ...mutant })}`,
    '',
    ...result.trace,
  ].join('\n');
};
