import { join } from 'node:path';
import { deployFloors } from '../bench/api/deploy-floors.ts';
import { takeSamples } from '../bench/api/measure.ts';
import { ACCEPT_LIMIT, ratiosOf, ratioTable } from '../bench/api/ratios.ts';
import { writeSection } from '../bench/documents/sections.ts';
import { parseCommandLine } from './console/command-line.ts';
import { localFile, projectRoot } from './console/paths.ts';
import { Problem, runMain } from './console/problem.ts';
import { numberedSteps } from './console/progress.ts';
import { beginSynthesis, deployLocal, deploymentSteps } from './deployment/deploy-local.ts';
import { startEmulator } from './emulator/emulator.ts';
import { freePort } from './emulator/free-port.ts';
import { installPythonPackages } from './emulator/python.ts';

const usage = `Usage: npm run bench:api [-- [--samples 200] [--no-write]]

Starts an emulator, deploys Orderly and its floors (functions that do only the minimum), and measures both in turns:
the duration of POST /orders, and the time from its response until the stock is reserved. Writes the ratios to
docs/latency.md.

  --samples    number of samples of each (default: 200)
  --no-write   do not change docs/latency.md`;

// A signal ends this process with `process.exit`, so that exit hooks stop everything that this process has started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

await runMain(async () => {
  const { values } = parseCommandLine(usage, {
    samples: { type: 'string', default: '200' },
    'no-write': { type: 'boolean', default: false },
  });
  const samples = Number(values.samples);
  if (!Number.isInteger(samples) || samples < 1)
    throw new Problem(`--samples must be a whole number, at least 1.\n\n${usage}`);

  const step = numberedSteps(deploymentSteps + 3);
  await installPythonPackages('requirements');
  const synthesis = beginSynthesis('api');
  const emulator = await step('Starting the emulator', async () =>
    startEmulator({ port: await freePort(), iam: 'off', logFile: localFile('logs', 'api-emulator.log') }),
  );
  try {
    const stackFile = localFile('api-stack.json');
    const { stack } = await deployLocal({ endpoint: emulator.endpoint, synthesis, stackFile, step });
    const floors = await step('Deploying the floors', () => deployFloors(stack));
    const taken = await step(`Taking ${samples} samples of each, in turns`, () =>
      takeSamples(stack, floors, { samples, warmUp: 20 }, (done) => {
        if (done % 50 === 0) process.stderr.write(`${done} of ${samples}\n`);
      }),
    );
    const ratios = ratiosOf(taken);
    const table = ratioTable(ratios, samples);
    process.stdout.write(`\n${table}\n`);
    if (!values['no-write']) {
      const section = { name: 'latency', command: 'npm run bench:api' };
      writeSection(join(projectRoot, 'docs', 'latency.md'), section, table);
    }
    return ratios.acceptP50 <= ACCEPT_LIMIT ? 0 : 1;
  } finally {
    await emulator.stop();
  }
});
