import { parentPort } from 'node:worker_threads';
import { carryOut, type Task } from './tally.ts';

/** Receives one task at a time, and sends back the task's summed results or its error. */
const port = parentPort;
port?.on('message', (task: Task) => {
  carryOut(task).then(
    (tally) => port.postMessage({ tally }),
    (error: unknown) => port.postMessage({ error: error instanceof Error ? error.stack : String(error) }),
  );
});
