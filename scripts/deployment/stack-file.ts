import { readFileSync, writeFileSync } from 'node:fs';
import { localFile } from '../console/paths.ts';
import { Problem } from '../console/problem.ts';
import { clientSettings } from '../emulator/access.ts';

/** What other programs need to know about a deployed Orderly: the content of `.local/stack.json`. */
export type Stack = {
  /** The API's own address. Partners sign requests for it. */
  apiUrl: string;
  /** The address of the distribution, if the stage has one. */
  shopUrl?: string;
  /** Absent in a stage with a real payment provider and identity provider. */
  simulatorsUrl?: string;
  region: string;
  /** The address of the emulator; absent on AWS. */
  endpoint?: string;
  /** Table names by service, for example `orders`. */
  tables: Record<string, string>;
  /** Queue URLs by name, for example `ordersInbox` and `ordersInboxDlq`. */
  queues: Record<string, string>;
};

/** The settings of an AWS SDK client for this deployment. On AWS, credentials come from the environment. */
export const stackClientSettings = ({ endpoint, region }: Pick<Stack, 'endpoint' | 'region'>) =>
  endpoint === undefined ? { region } : clientSettings(endpoint);

/** Where `npm start` writes the description of its stack. */
export const stackFile = localFile('stack.json');

export const writeStackFile = (stack: Stack, path: string): void =>
  writeFileSync(path, `${JSON.stringify(stack, undefined, 2)}\n`);

/**
 * Reads the description of a stack.
 * @param path default: the file that the variable `ORDERLY_STACK_FILE` names, or that of `npm start`
 * @throws Problem if Orderly has not been started
 */
export const readStackFile = (path: string = process.env['ORDERLY_STACK_FILE'] ?? stackFile): Stack => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Stack;
  } catch {
    throw new Problem('Orderly is not running. Start it first:\n  npm start');
  }
};
