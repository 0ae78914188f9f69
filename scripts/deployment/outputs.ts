import { readFileSync } from 'node:fs';
import { API_PATH, PAGES_BELOW_API } from '../../infra/short-addresses.ts';
import { Problem } from '../console/problem.ts';
import type { Stack } from './stack-file.ts';

/** Outputs by stack name, as `cdk deploy --outputs-file` writes them. */
export type StackOutputs = Record<string, Record<string, string>>;

export const readOutputs = (file: string): StackOutputs =>
  JSON.parse(readFileSync(file, 'utf8')) as StackOutputs;

/** The value of an output, whichever stack has it. */
const outputOf = (outputs: StackOutputs, key: string): string | undefined =>
  Object.values(outputs).find((stack) => stack[key] !== undefined)?.[key];

/** @throws Problem if no stack has such an output */
export const requiredOutput = (outputs: StackOutputs, key: string): string => {
  const value = outputOf(outputs, key);
  if (value === undefined) throw new Problem(`The stacks have no output ${key}. Deploy the stage again.`);
  return value;
};

const decapitalise = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

/** Outputs whose key ends with the suffix, keyed by the part before it: OrdersTableName → orders. */
const collect = (outputs: StackOutputs, suffix: string): Record<string, string> => {
  const all = Object.values(outputs).flatMap((stack) => Object.entries(stack));
  // CDK generates ExportsOutput… for references between stacks.
  const ours = all.filter(([key]) => key.endsWith(suffix) && !key.startsWith('ExportsOutput'));
  return Object.fromEntries(ours.map(([key, value]) => [decapitalise(key.slice(0, -suffix.length)), value]));
};

/** The names of the tables by service, for example `orders`. */
export const tablesIn = (outputs: StackOutputs): Record<string, string> => collect(outputs, 'TableName');

/** The prefix of the outputs of a REST API: `RestApiId`, `RestApiStage`, `RestApiUrl`. */
type Api = 'RestApi' | 'SimulatorsApi';

/** The path of an API on an emulator. There, the API's id is part of the path. On AWS, it is part of the host name. */
const pathOnEmulator = (outputs: StackOutputs, api: Api | 'LiveApi'): string =>
  `/_aws/execute-api/${requiredOutput(outputs, `${api}Id`)}/${requiredOutput(outputs, `${api}Stage`)}`;

/**
 * The address at which functions reach an API, without the front door (the local proxy in scripts/front-door).
 * @param endpoint the emulator's endpoint; undefined on AWS
 */
export const apiAddress = (outputs: StackOutputs, api: Api, endpoint: string | undefined): string =>
  endpoint === undefined
    ? requiredOutput(outputs, `${api}Url`).replace(/\/$/, '')
    : `${endpoint}${pathOnEmulator(outputs, api)}`;

const hasSimulators = (outputs: StackOutputs): boolean => outputOf(outputs, 'SimulatorsApiId') !== undefined;

/** The first segment of each API's path at the front door. Unlike the API's id, it is the same after every start. */
const frontDoorPaths = { RestApi: API_PATH, SimulatorsApi: '/simulators' } as const satisfies Record<
  Api,
  string
>;

/** The address at which the front door (the local proxy in scripts/front-door) serves the API. */
export const apiUrlAt = (frontDoor: string): string => `${frontDoor}${frontDoorPaths.RestApi}`;

/** The address at which the front door serves the simulators. */
export const simulatorsUrlAt = (frontDoor: string): string => `${frontDoor}${frontDoorPaths.SimulatorsApi}`;

/**
 * Maps each path that the front door serves to the path of the same API on the emulator. All other paths belong to the
 * shop.
 * @param withPages false if another server serves the shop and the other pages
 */
export const frontDoorRoutes = (outputs: StackOutputs, withPages = true): Record<string, string> => ({
  [frontDoorPaths.RestApi]: pathOnEmulator(outputs, 'RestApi'),
  ...(hasSimulators(outputs) && {
    [frontDoorPaths.SimulatorsApi]: pathOnEmulator(outputs, 'SimulatorsApi'),
  }),
  ...(withPages && { '': `${pathOnEmulator(outputs, 'RestApi')}${PAGES_BELOW_API}` }),
});

const LIVE_PATH = '/live';

/** Where the front door serves the WebSocket API. */
export const liveUrlAt = (frontDoor: string): string => `${frontDoor.replace(/^http/, 'ws')}${LIVE_PATH}`;

/** If the stage has a WebSocket API, maps the API's path at the front door to its path on the emulator. */
export const frontDoorSockets = (outputs: StackOutputs): Record<string, string> =>
  outputOf(outputs, 'LiveApiId') === undefined ? {} : { [LIVE_PATH]: pathOnEmulator(outputs, 'LiveApi') };

/**
 * Describes a deployment from the outputs of its stacks.
 *
 * @param endpoint the emulator's endpoint, or undefined on AWS
 * @param frontDoor the URL of the front door, if there is one
 */
export const describeStack = (
  outputs: StackOutputs,
  { region, endpoint, frontDoor }: { region: string; endpoint?: string; frontDoor?: string | undefined },
): Stack => {
  const addressOf = (api: Api) =>
    frontDoor === undefined ? apiAddress(outputs, api, endpoint) : `${frontDoor}${frontDoorPaths[api]}`;
  const shopUrl = outputOf(outputs, 'ShopUrl');
  return {
    apiUrl: addressOf('RestApi'),
    ...(shopUrl !== undefined && { shopUrl }),
    ...(hasSimulators(outputs) && { simulatorsUrl: addressOf('SimulatorsApi') }),
    region,
    ...(endpoint && { endpoint }),
    tables: tablesIn(outputs),
    queues: collect(outputs, 'QueueUrl'),
  };
};
