import { readFileSync, writeFileSync } from 'node:fs';
import { localFile } from '../console/paths.ts';
import { Problem } from '../console/problem.ts';

/** A deployed Orderly, as other programs need to know it: the content of `.local/stack.json`. */
export type Stack = {
  apiUrl: string;
  /** Absent where the payment provider and the identity provider are real. */
  simulatorsUrl?: string;
  region: string;
  /** The emulator; absent on AWS. */
  endpoint?: string;
  /** Table names by service, as `orders`. */
  tables: Record<string, string>;
  /** Queue URLs by name, as `ordersInbox` and `ordersInboxDlq`. */
  queues: Record<string, string>;
};

/** Where `npm start` describes the stack it deployed. */
export const stackFile = localFile('stack.json');

export const writeStackFile = (stack: Stack, path: string): void =>
  writeFileSync(path, `${JSON.stringify(stack, undefined, 2)}\n`);

/** @throws Problem when nothing has been started */
export const readStackFile = (path: string = stackFile): Stack => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Stack;
  } catch {
    throw new Problem('Orderly does not run here yet. Start it first:\n  npm start');
  }
};
