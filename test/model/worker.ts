import { parentPort, workerData } from 'node:worker_threads';
import { explore } from './explore.ts';
import { mutants } from './mutants.ts';
import type { ModelReport, ModelTask } from './report.ts';

const { firstSeed, schedules, mutant: name } = workerData as ModelTask;
const mutant = mutants.find((one) => one.name === name);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
const tell = (report: ModelReport): void => parentPort?.postMessage(report);

const explored = await explore({
  firstSeed,
  schedules,
  ...(mutant === undefined ? {} : { mutant }),
  onProgress: (over) => tell({ kind: 'progress', over }),
});
tell({ kind: 'done', explored });
