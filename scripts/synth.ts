import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseCommandLine } from './console/command-line.ts';
import { projectRoot } from './console/paths.ts';
import { runMain } from './console/problem.ts';
import { synthesise } from './deployment/cdk.ts';
import { chooseStage, stages } from './deployment/stage.ts';

const usage = `Usage: npm run synth -- --stage ${stages.join('|')}

Writes the CloudFormation templates of a stage to cdk.out. Does not need credentials.`;

await runMain(async () => {
  const { values } = parseCommandLine(usage, { stage: { type: 'string' } });
  const stage = chooseStage(values.stage, stages, usage);
  const output = join(projectRoot, 'cdk.out');
  // Removes the templates of another stage from an earlier run.
  rmSync(output, { recursive: true, force: true });
  await synthesise({ stage, output });
  process.stdout.write(`The templates of stage "${stage}" are in ${output}\n`);
});
