import { createInterface } from 'node:readline/promises';
import { parseCommandLine } from './console/command-line.ts';
import { Problem, runMain } from './console/problem.ts';
import { numberedSteps } from './console/progress.ts';
import { destroyOnAws } from './deployment/cdk.ts';
import { awsStages, chooseStage } from './deployment/stage.ts';

const usage = `Usage: npm run destroy -- --stage sandbox [--yes]

Removes a stage and all its data from the AWS account of your credentials.

  --yes   do not ask for confirmation`;

const confirm = async (stage: string): Promise<void> => {
  if (!process.stdin.isTTY)
    throw new Problem(`Standard input is not a terminal. Add --yes to remove stage "${stage}".`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(
    `Remove stage "${stage}" and all its data? Type the name of the stage to confirm: `,
  );
  terminal.close();
  if (answer.trim() !== stage) throw new Problem('The names do not match. Nothing was removed.');
};

await runMain(async () => {
  const { values } = parseCommandLine(usage, {
    stage: { type: 'string' },
    yes: { type: 'boolean', default: false },
  });
  const stage = chooseStage(values.stage, awsStages, usage);
  if (stage === 'production') {
    throw new Problem(
      'This command does not remove production, because its tables hold real orders and are retained.\n' +
        'If you are sure, delete its stacks in the CloudFormation console.',
    );
  }
  if (!values.yes) await confirm(stage);
  await numberedSteps(1)(`Removing stage "${stage}" from AWS`, () => destroyOnAws(stage));
});
