import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { isAlive } from '../console/child-process.ts';
import { frontDoorServer } from './server.ts';
import type { FrontDoorProcessOptions } from './front-door.ts';

/** How often the front door checks whether the emulator is still running, in milliseconds. */
const WATCH_MS = 1_000;

// `startFrontDoor` runs this file as a process of its own, and passes the options as JSON.
const { certificateFile, emulatorPid, ...options } = JSON.parse(
  process.argv[2] ?? '{}',
) as FrontDoorProcessOptions;
const certificate =
  certificateFile === undefined ? {} : { certificate: readFileSync(certificateFile, 'utf8') };
for (const host of ['127.0.0.1', '::1']) {
  const log = (line: string) => process.stderr.write(`${new Date().toISOString()} ${line}\n`);
  const server = frontDoorServer({ ...options, log, ...certificate });
  try {
    await once(server.listen({ port: options.port, host, ipv6Only: host === '::1' }), 'listening');
  } catch (error) {
    // A machine without IPv6 has no ::1. On such a machine, the front door listens only on 127.0.0.1.
    const { code } = error as NodeJS.ErrnoException;
    if (host !== '::1' || code === 'EADDRINUSE') throw error;
  }
}
if (emulatorPid !== undefined) {
  setInterval(() => {
    if (!isAlive(emulatorPid)) process.exit(0);
  }, WATCH_MS);
}
process.send?.('ready');
process.disconnect?.();
