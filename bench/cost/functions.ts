import { services, statelessServices } from '../../shared/events/catalog.ts';

/** Prefix of the names of functions, tables and queues in the metered stage. */
export const namePrefix = 'orderly-local-';

/**
 * What invokes a function: a request to its route, messages of a queue, or records of a stream. A function without a
 * queue or a stream, such as one with a schedule, counts as `route`.
 */
export type Trigger = 'route' | 'queue' | 'stream';

/** The properties of a deployed function that its cost depends on. */
export interface DeployedFunction {
  readonly memoryMiB: number;
  readonly trigger: Trigger;
}

/** What a table of costs covers: the life of an order, or a service that is optional in a stage. */
export type Part = 'order' | 'insights' | 'live';

/** The part that a function or a table belongs to. The name has no stage prefix. */
export const partOf = (name: string): Part => (/^(insights|live)(?:-|$)/.exec(name)?.[1] ?? 'order') as Part;

/**
 * True for functions and queues of services, false for those of simulators. The name has no stage prefix.
 */
export const isOurs = (name: string): boolean =>
  [...services, ...statelessServices].some((service) => name.startsWith(`${service}-`));

interface Listed {
  readonly Functions: readonly { readonly FunctionName: string; readonly MemorySize: number }[];
}

interface Mappings {
  readonly EventSourceMappings: readonly { readonly FunctionArn: string; readonly EventSourceArn: string }[];
}

const shortName = (name: string): string => name.slice(namePrefix.length);

/** Reads all functions of the stage from an emulator, by name without the stage prefix. */
export const deployedFunctions = async (endpoint: string): Promise<ReadonlyMap<string, DeployedFunction>> => {
  const ask = async (path: string): Promise<unknown> =>
    (await fetch(`${endpoint}/2015-03-31/${path}/?MaxItems=1000`)).json();
  const { Functions } = (await ask('functions')) as Listed;
  const { EventSourceMappings } = (await ask('event-source-mappings')) as Mappings;
  const triggers = new Map<string, Trigger>(
    EventSourceMappings.map(({ FunctionArn, EventSourceArn }) => [
      FunctionArn.split(':').at(-1) ?? '',
      EventSourceArn.includes(':dynamodb:') ? 'stream' : 'queue',
    ]),
  );
  return new Map(
    Functions.map(({ FunctionName, MemorySize }) => [
      shortName(FunctionName),
      { memoryMiB: MemorySize, trigger: triggers.get(FunctionName) ?? 'route' },
    ]),
  );
};
