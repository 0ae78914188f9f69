import { parseCommandLine } from './console/command-line.ts';
import { confirm } from './console/confirm.ts';
import { Problem, runMain } from './console/problem.ts';
import { numberedSteps } from './console/progress.ts';
import { assemblyOf, stageOnAws } from './deployment/aws-stage.ts';
import { destroyOnAws } from './deployment/cdk.ts';
import { leftovers } from './deployment/leftovers.ts';
import { awsStages, chooseStage } from './deployment/stage.ts';

const usage = `Usage: npm run destroy -- --stage sandbox [--name NAME] [--yes]

Removes a stage and all its data from the AWS account of your credentials, and says what remains there.

  --name NAME   the name of a sandbox, if several share an account
  --yes         do not ask for confirmation`;

await runMain(async () => {
  const { values } = parseCommandLine(usage, {
    stage: { type: 'string' },
    name: { type: 'string' },
    yes: { type: 'boolean', default: false },
  });
  const stage = chooseStage(values.stage, awsStages, usage);
  if (stage === 'production') {
    throw new Problem(
      'This command does not remove production, because its tables hold real orders and are retained.\n' +
        'If you are sure, switch off the termination protection of its stacks in the CloudFormation console, and delete them.',
    );
  }
  const step = numberedSteps(3);
  const chosen = await step('Checking settings and credentials', () => stageOnAws(stage, values.name));
  const assembly = await step('Synthesising the stacks', () => assemblyOf(chosen));
  const { name, target } = assembly;
  if (!values.yes) {
    await confirm(
      `${name} in account ${target.account}, ${target.region}, and all its data will be removed.`,
      name,
    );
  }
  const kept = await leftovers(assembly);
  await step(`Removing ${name}`, () => destroyOnAws(assembly));
  const lines = [...kept, 'The stack CDKToolkit, which other applications may use'].map(
    (line) => `  ${line}`,
  );
  process.stdout.write(
    `\n${name} is removed from ${target.region}. What remains in the account:\n${lines.join('\n')}\n`,
  );
});
