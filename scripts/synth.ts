import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseCommandLine } from './console/command-line.ts';
import { projectRoot } from './console/paths.ts';
import { runMain } from './console/problem.ts';
import { synthesise } from './deployment/cdk.ts';
import { checkedSettings, chooseStage, stages } from './deployment/stage.ts';

const usage = `Usage: npm run synth -- --stage ${stages.join('|')} [--name NAME]

Writes the CloudFormation templates of a stage to cdk.out. Does not need credentials.

  --name NAME   the name of a sandbox, if several share an account`;

await runMain(async () => {
  const { values } = parseCommandLine(usage, {
    stage: { type: 'string' },
    name: { type: 'string' },
  });
  const stage = chooseStage(values.stage, stages, usage);
  checkedSettings(stage, { name: values.name });
  const output = join(projectRoot, 'cdk.out');
  // Removes the templates of another stage from an earlier run.
  rmSync(output, { recursive: true, force: true });
  await synthesise({ stage, name: values.name, output });
  process.stdout.write(`The templates of stage "${stage}" are in ${output}\n`);
});
