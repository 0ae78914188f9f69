import { parseCommandLine } from './console/command-line.ts';
import { Problem, runMain } from './console/problem.ts';
import { readStackFile } from './deployment/stack-file.ts';
import { emulatorEnvironment } from './emulator/access.ts';
import { shellExports } from './emulator/shell-exports.ts';

const usage = `Usage: eval "$(npm run -s env)"

Prints shell commands that let aws, awslocal and other AWS tools use the emulator of the running Orderly: its address,
its root keys, its certificate and the region. The keys are new at each start.`;

await runMain(async () => {
  parseCommandLine(usage, {});
  const { endpoint } = readStackFile();
  if (!endpoint) throw new Problem('This stage is on AWS. Use your own credentials.');
  process.stdout.write(`${shellExports(emulatorEnvironment(endpoint))}\n`);
});
