import { parentPort } from 'node:worker_threads';
import { carryOut, type Task } from './tally.ts';

/** Runs tasks one after the other and answers each with its tally. */
const port = parentPort;
port?.on('message', (task: Task) => {
  carryOut(task).then(
    (tally) => port.postMessage({ tally }),
    (error: unknown) => port.postMessage({ error: error instanceof Error ? error.stack : String(error) }),
  );
});
