import { createInterface } from 'node:readline/promises';
import { parseCommandLine } from './console/command-line.ts';
import { Problem, runMain } from './console/problem.ts';
import { numberedSteps } from './console/progress.ts';
import { destroyOnAws } from './deployment/cdk.ts';
import { awsStages, chooseStage } from './deployment/stage.ts';

const usage = `Usage: npm run destroy -- --stage sandbox [--yes]

Removes a stage, with all its data, from the AWS account that your credentials name.

  --yes   do not ask`;

const confirm = async (stage: string): Promise<void> => {
  if (!process.stdin.isTTY)
    throw new Problem(`Nobody is there to ask; add --yes to remove stage "${stage}".`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(
    `Remove stage "${stage}" and all its data? Type its name to go on: `,
  );
  terminal.close();
  if (answer.trim() !== stage) throw new Problem('Nothing was removed.');
};

await runMain(async () => {
  const { values } = parseCommandLine(usage, {
    stage: { type: 'string' },
    yes: { type: 'boolean', default: false },
  });
  const stage = chooseStage(values.stage, awsStages, usage);
  if (stage === 'production') {
    throw new Problem(
      'Production is not removed by a command: its tables are retained and hold real orders.\n' +
        'Delete its stacks by hand in the CloudFormation console if you are sure.',
    );
  }
  if (!values.yes) await confirm(stage);
  await numberedSteps(1)(`Removing stage "${stage}" from AWS`, () => destroyOnAws(stage));
});
