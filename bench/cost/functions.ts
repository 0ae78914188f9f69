/** What the names of the metered stage's functions, tables and queues begin with. */
export const namePrefix = 'orderly-local-';

/** What sets a function off: a request to its route, the messages of a queue, or the records of a stream. */
export type Trigger = 'route' | 'queue' | 'stream';

/** A deployed function, as far as a bill depends on it. */
export interface DeployedFunction {
  readonly memoryMiB: number;
  readonly trigger: Trigger;
}

/** Whether a function is a service's: the simulators' do not count. Its name is without the stage's prefix. */
export const isOurs = (functionName: string): boolean =>
  /^(orders|inventory|payments|fulfilment|notifications|ops)-/.test(functionName);

interface Listed {
  readonly Functions: readonly { readonly FunctionName: string; readonly MemorySize: number }[];
}

interface Mappings {
  readonly EventSourceMappings: readonly { readonly FunctionArn: string; readonly EventSourceArn: string }[];
}

const shortName = (name: string): string => name.slice(namePrefix.length);

/** Asks an emulator for all functions of the stage, by name without the stage's prefix. */
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
