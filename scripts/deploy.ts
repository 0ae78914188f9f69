import { settingsPath } from '../infra/settings-file.ts';
import { parseCommandLine } from './console/command-line.ts';
import { confirm } from './console/confirm.ts';
import { localFile } from './console/paths.ts';
import { runMain } from './console/problem.ts';
import { numberedSteps } from './console/progress.ts';
import { addressList } from './deployment/addresses.ts';
import { assemblyOf, stageOnAws } from './deployment/aws-stage.ts';
import { bootstrapAccount, deployToAws, differences } from './deployment/cdk.ts';
import { concurrencyQuota, concurrencyWarning } from './deployment/concurrency.ts';
import { deploySteps } from './deployment/deploy-steps.ts';
import { unprotectFailedStacks } from './deployment/failed-stacks.ts';
import { nextSteps } from './deployment/next-steps.ts';
import { describeStack, readOutputs } from './deployment/outputs.ts';
import { configurePaymentProvider } from './deployment/payment-provider.ts';
import { awsStages, chooseStage } from './deployment/stage.ts';
import { writeStackFile } from './deployment/stack-file.ts';
import { limitTextSpending } from './deployment/text-spending.ts';

const usage = `Usage: npm run deploy -- --stage ${awsStages.join('|')} [--name NAME] [--diff | --bootstrap] [--yes]

Deploys a stage to the AWS account of your credentials (AWS_PROFILE, AWS_REGION and similar variables), with the
settings in orderly.settings.json (docs/deployment.md). Settings, account and quotas are checked first. Before production
is changed, the command shows the differences and asks for your approval.

  --name NAME   the name of a sandbox, if several share an account
  --diff        only show the differences to what is deployed, for example in a pipeline, and change nothing
  --bootstrap   bootstrap CDK first; needed once for each account and region
  --yes         do not ask for approval, for example in a pipeline`;

await runMain(async () => {
  const { values } = parseCommandLine(usage, {
    stage: { type: 'string' },
    name: { type: 'string' },
    diff: { type: 'boolean', default: false },
    bootstrap: { type: 'boolean', default: false },
    yes: { type: 'boolean', default: false },
  });
  const stage = chooseStage(values.stage, awsStages, usage);
  const steps = deploySteps({ ...values, isProduction: stage === 'production' });
  const settingsFile = settingsPath(process.env);
  const step = numberedSteps(steps.length);

  const chosen = await step('Checking settings, credentials and quotas', async () => {
    const found = await stageOnAws(stage, values.name);
    const quota = await concurrencyQuota(found.selected.target.region);
    return { ...found, warning: concurrencyWarning(quota, found.settings, settingsFile) };
  });
  const { settings, warning } = chosen;
  const { target } = chosen.selected;
  process.stdout.write(`      ${settings.name} in account ${target.account}, ${target.region}\n`);
  if (warning !== undefined) process.stdout.write(`      Warning: ${warning}\n`);
  const assembly = await step('Synthesising the stacks', () => assemblyOf(chosen));
  if (steps.includes('bootstrap')) await step('Bootstrapping CDK', () => bootstrapAccount(target));
  if (steps.includes('compare')) {
    const changes = await step('Comparing with what is deployed', () => differences(assembly));
    process.stdout.write(`\n${changes}\n`);
    if (settings.monthlyTextDollars !== undefined) {
      process.stdout.write(
        `Also, the limit of account ${target.account} for text messages from ${target.region} is set to ` +
          `$${settings.monthlyTextDollars} a month.\n`,
      );
    }
  }
  if (!steps.includes('deploy')) return;
  if (stage === 'production' && !values.yes) {
    await confirm('These changes will be made to production.', 'production');
  }
  // Sets the spending limit before the functions that send texts are deployed, so that no text is sent without this
  // limit.
  if (settings.monthlyTextDollars !== undefined) {
    await limitTextSpending(target.region, settings.monthlyTextDollars, settingsFile);
    process.stdout.write(
      `      Text messages from ${target.region} may cost account ${target.account} $${settings.monthlyTextDollars} a month.\n`,
    );
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
  const stack = describeStack(outputs, { region: target.region });
  await step('Registering the webhook with the simulated provider', () =>
    configurePaymentProvider(stack, outputs),
  );
  const file = localFile(`stack-${settings.name}.json`);
  writeStackFile(stack, file);
  const next = nextSteps(settings, { stack, outputs, settingsFile });
  process.stdout.write(`\n${addressList(stack)}\nStack details  ${file}\n\n${next.join('\n')}\n`);
});
