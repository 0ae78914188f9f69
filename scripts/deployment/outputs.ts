import { readFileSync } from 'node:fs';
import { Problem } from '../console/problem.ts';
import type { Stack } from './stack-file.ts';

/** Outputs by stack name, as `cdk deploy --outputs-file` writes them. */
export type StackOutputs = Record<string, Record<string, string>>;

export const readOutputs = (file: string): StackOutputs =>
  JSON.parse(readFileSync(file, 'utf8')) as StackOutputs;

const outputsOf = (outputs: StackOutputs, stage: string, stack: string) =>
  outputs[`orderly-${stage}-${stack}`];

/** @throws Problem if the stack has no such output */
export const requiredOutput = (outputs: StackOutputs, stage: string, stack: string, key: string): string => {
  const value = outputsOf(outputs, stage, stack)?.[key];
  if (value === undefined)
    throw new Problem(`Stack orderly-${stage}-${stack} has no output ${key}. Deploy the stage again.`);
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

/** Returns the URL of a REST API. On an emulator, the API's id is part of the path instead of the host name. */
const apiUrl = (outputs: StackOutputs, stage: string, stack: string, endpoint?: string): string => {
  if (!endpoint) return requiredOutput(outputs, stage, stack, 'RestApiUrl').replace(/\/$/, '');
  const id = requiredOutput(outputs, stage, stack, 'RestApiId');
  return `${endpoint}/_aws/execute-api/${id}/${requiredOutput(outputs, stage, stack, 'RestApiStage')}`;
};

/**
 * Describes a deployment from the outputs of its stacks.
 *
 * @param endpoint the emulator's endpoint, or undefined on AWS
 */
export const describeStack = (
  outputs: StackOutputs,
  { stage, region, endpoint }: { stage: string; region: string; endpoint?: string | undefined },
): Stack => ({
  apiUrl: apiUrl(outputs, stage, 'api', endpoint),
  ...(outputsOf(outputs, stage, 'simulators') && {
    simulatorsUrl: apiUrl(outputs, stage, 'simulators', endpoint),
  }),
  region,
  ...(endpoint && { endpoint }),
  tables: collect(outputs, 'TableName'),
  queues: collect(outputs, 'QueueUrl'),
});
