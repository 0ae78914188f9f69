import { parseCommandLine } from './console/command-line.ts';
import { confirm } from './console/confirm.ts';
import { localFile } from './console/paths.ts';
import { runMain } from './console/problem.ts';
import { numberedSteps } from './console/progress.ts';
import { assemblyOf, stageOnAws } from './deployment/aws-stage.ts';
import { bootstrapAccount, deployToAws, differences } from './deployment/cdk.ts';
import { concurrencyQuota, concurrencyWarning } from './deployment/concurrency.ts';
import { unprotectFailedStacks } from './deployment/failed-stacks.ts';
import { describeStack, readOutputs } from './deployment/outputs.ts';
import { configurePaymentProvider } from './deployment/payment-provider.ts';
import { awsStages, chooseStage } from './deployment/stage.ts';
import { writeStackFile } from './deployment/stack-file.ts';

const usage = `Usage: npm run deploy -- --stage ${awsStages.join('|')} [--name NAME] [--bootstrap] [--yes]

Deploys a stage to the AWS account of your credentials (AWS_PROFILE, AWS_REGION and similar variables), with the
settings in orderly.settings.json (docs/deployment.md). Settings, account and quotas are checked first. Before production
is changed, the command shows the differences and asks for your approval.

  --name NAME   the name of a sandbox, if several share an account
  --bootstrap   bootstrap CDK first; needed once for each account and region
  --yes         do not ask for approval, for example in a pipeline`;

await runMain(async () => {
  const { values } = parseCommandLine(usage, {
    stage: { type: 'string' },
    name: { type: 'string' },
    bootstrap: { type: 'boolean', default: false },
    yes: { type: 'boolean', default: false },
  });
  const stage = chooseStage(values.stage, awsStages, usage);
  const isProduction = stage === 'production';
  const step = numberedSteps(5 + (values.bootstrap ? 1 : 0) + (isProduction ? 1 : 0));

  const chosen = await step('Checking settings, credentials and quotas', async () => {
    const found = await stageOnAws(stage, values.name);
    const quota = await concurrencyQuota(found.selected.target.region);
    return { ...found, warning: concurrencyWarning(quota, found.settings) };
  });
  const { settings, warning } = chosen;
  const { target } = chosen.selected;
  process.stdout.write(`      ${settings.name} in account ${target.account}, ${target.region}\n`);
  if (warning !== undefined) process.stdout.write(`      Warning: ${warning}\n`);
  const assembly = await step('Synthesising the stacks', () => assemblyOf(chosen));
  if (values.bootstrap) await step('Bootstrapping CDK', () => bootstrapAccount(assembly.target));
  if (isProduction) {
    const changes = await step('Comparing with what is deployed', () => differences(assembly));
    process.stdout.write(`\n${changes}\n`);
    if (!values.yes) await confirm('These changes will be made to production.', 'production');
  }
  const failed = await step('Looking for stacks that failed before', () => unprotectFailedStacks(assembly));
  for (const stack of failed) {
    process.stdout.write(
      `      The first deployment of ${stack} failed. Its termination protection is now off, and it is created again.\n`,
    );
  }
  const outputsFile = localFile(`outputs-${settings.name}.json`);
  await step(`Deploying ${settings.name}`, () => deployToAws(assembly, outputsFile));
  const outputs = readOutputs(outputsFile);
  const stack = describeStack(outputs, { region: assembly.target.region });
  await step('Registering the webhook with the simulated provider', () =>
    configurePaymentProvider(stack, outputs),
  );
  const file = localFile(`stack-${settings.name}.json`);
  writeStackFile(stack, file);
  const { email } = settings.alarms;
  const next = [
    ...(email === undefined
      ? ['Nobody is told of alarms. Set "alarmEmail" in orderly.settings.json, and deploy again.']
      : [`AWS sends a mail to ${email}. Alarms arrive only after its link is confirmed.`]),
    ...(isProduction
      ? [`Register ${stack.apiUrl}/webhooks/payments with your payment provider (docs/deployment.md).`]
      : []),
  ];
  process.stdout.write(`\nAPI: ${stack.apiUrl}\nStack details: ${file}\n\n${next.join('\n')}\n`);
});
