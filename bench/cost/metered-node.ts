import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { namePrefix } from './functions.ts';

/** What function processes have used so far. */
export interface ProcessorUse {
  readonly cpuMs: number;
  /** How many processes there have been: each is a cold start. */
  readonly processes: number;
}

/** A `node` for the emulator's workers that meters the CPU time of each, and has it say who it is when it asks AWS. */
export interface MeteredNode {
  /** Environment of the emulator that has its workers use it. */
  readonly environment: NodeJS.ProcessEnv;
  /** What the functions that `wanted` is true of have used, by name without the stage's prefix. */
  used(wanted: (functionName: string) => boolean): ProcessorUse;
  remove(): void;
}

interface Note {
  readonly function: string;
  readonly cpuMs: number;
}

/**
 * Stands at the end of the application id, for Powertools adds to every id that does not have it what makes it longer than
 * 50 characters (`@aws-lambda-powertools/commons`).
 */
const ID_END = '/PTEnv/';

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * Makes it in a folder of its own: the workers find it first on their PATH. The AWS SDK writes the application id into
 * its requests' `user-agent` as `app/<id>` (AWS SDKs and Tools reference guide, "Application ID"; 50 characters at most,
 * hence without the stage's prefix). That is how the proxy knows whose request it is.
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
      const chosen = readdirSync(notes)
        .filter((file) => !file.endsWith('.new'))
        .map((file) => JSON.parse(readFileSync(join(notes, file), 'utf8')) as Note)
        .filter(({ function: name }) => wanted(name.replace(namePrefix, '')));
      return { cpuMs: chosen.reduce((sum, { cpuMs }) => sum + cpuMs, 0), processes: chosen.length };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
