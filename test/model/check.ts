import { Worker } from 'node:worker_threads';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { explore, replay } from './explore.ts';
import { mutants } from './mutants.ts';
import type { ModelReport, ModelTask } from './report.ts';

/**
 * A schedule is one interleaving of workers. Each mutant (a planted mistake) must violate a rule within this many
 * schedules.
 */
const SCHEDULES_PER_MUTANT = 20_000;

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '100000' },
    'first-seed': { type: 'string', default: '1' },
    seed: { type: 'string' },
    mutant: { type: 'string' },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
});

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Runs the schedules of a range of seeds in a thread. */
const inThread = (task: ModelTask, onProgress: (over: number) => void) =>
  new Promise<Extract<ModelReport, { kind: 'done' }>['explored']>((resolve, reject) => {
    const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: task });
    worker.on('message', (report: ModelReport) => {
      if (report.kind === 'progress') onProgress(report.over);
      else resolve(report.explored);
    });
    worker.on('error', reject);
  });

/**
 * Prints one schedule step by step.
 * @returns the exit code.
 */
const tell = async (seed: number): Promise<number> => {
  const schedule = await replay(
    seed,
    mutants.find(({ name }) => name === values.mutant),
  );
  for (const line of schedule.trace) print(`  ${line}`);
  const violation = schedule.violation();
  print(
    violation === undefined ? 'No rule was violated.' : `Violated: ${violation.rule}: ${violation.detail}`,
  );
  return violation === undefined ? 0 : 1;
};

/**
 * Runs schedules of the real algorithm, in all threads.
 * @returns whether no rule was violated.
 */
const checkAlgorithm = async (schedules: number, firstSeed: number): Promise<boolean> => {
  const threads = Math.min(Number(values.threads), schedules);
  const started = Date.now();
  const over: number[] = [];
  let shown = 0;
  const onProgress = (thread: number) => (count: number) => {
    over[thread] = count;
    const sum = over.reduce((total, one) => total + (one ?? 0), 0);
    const tenth = Math.floor((10 * sum) / schedules);
    if (tenth > shown) print(`  ${10 * tenth} %  ${rate(sum, started)} schedules a second`);
    shown = Math.max(shown, tenth);
  };
  const share = Math.ceil(schedules / threads);
  const parts = await Promise.all(
    Array.from({ length: threads }, (_, thread) =>
      inThread(
        {
          firstSeed: firstSeed + thread * share,
          schedules: Math.min(share, schedules - thread * share),
        },
        onProgress(thread),
      ),
    ),
  );
  const sum = (key: 'schedules' | 'steps' | 'faults'): number =>
    parts.reduce((total, part) => total + part[key], 0);
  print(
    `${sum('schedules')} schedules, seeds ${firstSeed} to ${firstSeed + schedules - 1}: ` +
      `${sum('steps')} steps, ${sum('faults')} faults, ${rate(sum('schedules'), started)} schedules a second`,
  );
  const failures = parts.flatMap(({ failure }) => failure ?? []);
  for (const { seed, violation } of failures) {
    print(`VIOLATION at seed ${seed}: ${violation.rule}: ${violation.detail}`);
    print(`Replay it: npm run model-check -- --seed ${seed}`);
  }
  if (failures.length === 0) print('No violation.');
  return failures.length === 0;
};

const rate = (count: number, started: number): number => Math.round(count / ((Date.now() - started) / 1000));

/**
 * Runs each mutant of the algorithm under many schedules.
 * @returns whether each mutant violated a rule.
 */
const checkMutants = async (): Promise<boolean> => {
  let caught = 0;
  for (const mutant of mutants) {
    const { failure } = await explore({ firstSeed: 1, schedules: SCHEDULES_PER_MUTANT, mutant });
    const found =
      failure === undefined ? 'SURVIVED' : `caught at seed ${failure.seed}: ${failure.violation.rule}`;
    if (failure !== undefined) caught += 1;
    print(`  ${mutant.name.padEnd(56)} ${found}`);
  }
  print(`${caught} of ${mutants.length} mutants caught.`);
  return caught === mutants.length;
};

const main = async (): Promise<number> => {
  if (values.seed !== undefined) return tell(Number(values.seed));
  const held = await checkAlgorithm(Number(values.schedules), Number(values['first-seed']));
  print('\nMutants of the algorithm, each with one mistake:');
  const allCaught = await checkMutants();
  return held && allCaught ? 0 : 1;
};

process.exitCode = await main();
