import { parseCommandLine } from './console/command-line.ts';
import { localFile } from './console/paths.ts';
import { runMain } from './console/problem.ts';
import { numberedSteps } from './console/progress.ts';
import { deployToAws } from './deployment/cdk.ts';
import { describeStack, readOutputs } from './deployment/outputs.ts';
import { configurePaymentProvider } from './deployment/payment-provider.ts';
import { awsStages, chooseStage } from './deployment/stage.ts';
import { writeStackFile } from './deployment/stack-file.ts';

const usage = `Usage: npm run deploy -- --stage ${awsStages.join('|')} [--bootstrap]

Deploys a stage to the AWS account of your credentials (AWS_PROFILE, AWS_REGION and similar variables).

  --bootstrap   bootstrap CDK first; needed once for each account and region`;

await runMain(async () => {
  const { values } = parseCommandLine(usage, {
    stage: { type: 'string' },
    bootstrap: { type: 'boolean', default: false },
  });
  const stage = chooseStage(values.stage, awsStages, usage);
  const outputsFile = localFile(`outputs-${stage}.json`);
  const step = numberedSteps(2);
  await step(`Deploying stage "${stage}" to AWS`, () =>
    deployToAws({ stage, outputsFile, bootstrap: values.bootstrap }),
  );
  const outputs = readOutputs(outputsFile);
  const region = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1';
  const stack = describeStack(outputs, { stage, region });
  await step('Registering the webhook with the simulated provider', () =>
    configurePaymentProvider(stack, outputs, stage),
  );
  const file = localFile(`stack-${stage}.json`);
  writeStackFile(stack, file);
  process.stdout.write(`\nAPI: ${stack.apiUrl}\nStack details: ${file}\n`);
});
