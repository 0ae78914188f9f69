import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A `node` for the emulator's workers that meters the CPU time of each. */
export interface MeteredNode {
  /** Environment of the emulator that has its workers use it. */
  readonly environment: NodeJS.ProcessEnv;
  /** CPU milliseconds so far of all functions that `wanted` is true of, by name. */
  cpuMs(wanted: (functionName: string) => boolean): number;
  remove(): void;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Makes it in a folder of its own: the workers find it first on their PATH. */
export const meteredNode = (): MeteredNode => {
  const folder = mkdtempSync(join(tmpdir(), 'orderly-cpu-'));
  const [bin, notes] = [join(folder, 'bin'), join(folder, 'notes')];
  mkdirSync(bin);
  mkdirSync(notes);
  const meter = fileURLToPath(new URL('cpu-meter.mjs', import.meta.url));
  const node = join(bin, 'node');
  writeFileSync(node, `#!/bin/sh\nexec ${quoted(process.execPath)} --import ${quoted(meter)} "$@"\n`);
  chmodSync(node, 0o755);
  return {
    environment: { PATH: [bin, process.env['PATH'] ?? ''].join(delimiter), ORDERLY_CPU_METER: notes },
    cpuMs: (wanted) =>
      readdirSync(notes)
        .filter((file) => !file.endsWith('.new'))
        .map(
          (file) =>
            JSON.parse(readFileSync(join(notes, file), 'utf8')) as {
              readonly function: string;
              readonly cpuMs: number;
            },
        )
        .filter((note) => wanted(note.function))
        .reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
