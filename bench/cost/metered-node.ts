import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { namePrefix } from './functions.ts';

/** CPU use of the processes that run functions. */
export interface ProcessorUse {
  readonly cpuMs: number;
  /** Number of processes. Each one is a cold start. */
  readonly processes: number;
}

/**
 * A replacement for the program `node` in the emulator's Lambda workers. The replacement meters the CPU time of the
 * workers, and puts the name of the function into each request that a worker sends to AWS.
 */
export interface MeteredNode {
  /** Environment variables that make the emulator's workers use this `node`. */
  readonly environment: NodeJS.ProcessEnv;
  /** CPU use of the functions for which `wanted` returns true. `wanted` gets the name without the stage prefix. */
  used(wanted: (functionName: string) => boolean): ProcessorUse;
  remove(): void;
}

/**
 * Returns the number in the last complete line of a note. A note is the file to which a process writes its CPU
 * milliseconds (cpu-meter.mjs). The process may still be writing the line after the last complete one.
 */
const lastMs = (note: string): number => Number(note.split('\n').at(-2) ?? 0);

/**
 * The application id that `meteredNode` sets for the AWS SDK ends with this text. If an id does not contain this text,
 * Powertools appends its own suffix (`@aws-lambda-powertools/commons`), and the id exceeds the allowed 50 characters.
 */
const ID_END = '/PTEnv/';

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * Creates the replacement for `node` in a folder that comes first on the workers' PATH. The replacement sets the AWS
 * SDK's application id to the function's name. The SDK sends this id in the header `user-agent` as `app/<id>` (AWS SDKs
 * and Tools reference guide, "Application ID"), so the proxy knows which function sent a request. The id may have at
 * most 50 characters, so it is the function's name without the stage prefix.
 */
export const meteredNode = (): MeteredNode => {
  const folder = mkdtempSync(join(tmpdir(), 'orderly-cpu-'));
  const [bin, notes] = [join(folder, 'bin'), join(folder, 'notes')];
  mkdirSync(bin);
  mkdirSync(notes);
  const meter = fileURLToPath(new URL('cpu-meter.mjs', import.meta.url));
  const node = join(bin, 'node');
  const script = [
    '#!/bin/sh',
    `export AWS_SDK_UA_APP_ID="\${AWS_LAMBDA_FUNCTION_NAME#${namePrefix}}${ID_END}"`,
    `exec ${quoted(process.execPath)} --import ${quoted(meter)} "$@"`,
  ];
  writeFileSync(node, `${script.join('\n')}\n`);
  chmodSync(node, 0o755);
  return {
    environment: { PATH: [bin, process.env['PATH'] ?? ''].join(delimiter), ORDERLY_CPU_METER: notes },
    used: (wanted) => {
      // A note's name is the name of the function and the id of the process.
      const chosen = readdirSync(notes).filter((file) =>
        wanted(file.slice(0, file.lastIndexOf('.')).replace(namePrefix, '')),
      );
      const used = chosen.map((file) => lastMs(readFileSync(join(notes, file), 'utf8')));
      return { cpuMs: used.reduce((sum, ms) => sum + ms, 0), processes: chosen.length };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
