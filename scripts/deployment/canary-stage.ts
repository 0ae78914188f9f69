import { setTimeout as pause } from 'node:timers/promises';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Problem } from '../console/problem.ts';
import type { CanarySecret } from './canary-key.ts';
import { describeStack } from './failed-stacks.ts';
import { readStackFile, stackClientSettings, type Stack } from './stack-file.ts';
import { checkedSettings, type Stage } from './stage.ts';
import { awsTarget } from './target.ts';

/** A deployed canary. */
export type DeployedCanary = {
  /** The public address of the API. */
  apiUrl: string;
  keyArn: string;
  functionName: string;
  /** The settings of AWS SDK clients that call the stage. */
  clients: ReturnType<typeof stackClientSettings>;
};

const absent = (stage: Stage): Problem =>
  new Problem(
    stage === 'local'
      ? 'The local stage has no canary. Start Orderly with one:\n  npm stop\n  ORDERLY_CANARY_MINUTES=5 npm start'
      : `Stage ${stage} has no canary. Set "canaryMinutes" in orderly.settings.json, and deploy:\n` +
          `  npm run deploy -- --stage ${stage}`,
  );

/** The name of the stage, and where it runs. */
const placeOf = async (
  stage: Stage,
  name: string | undefined,
  local: Stack | undefined,
): Promise<{ name: string; clients: DeployedCanary['clients'] }> => {
  if (stage === 'local') return { name: 'local', clients: stackClientSettings(local ?? readStackFile()) };
  const settings = checkedSettings(stage, { name });
  const { region } = await awsTarget(settings.target?.region);
  return { name: settings.name, clients: { region } };
};

/**
 * Finds the canary of a stage.
 *
 * @param name the name of a sandbox, if several share an account
 * @param local the local stack; default: that of `npm start`
 * @throws Problem if the stage has no canary, or is not deployed
 */
export const findCanary = async (stage: Stage, name?: string, local?: Stack): Promise<DeployedCanary> => {
  const place = await placeOf(stage, name, local);
  const client = new CloudFormationClient(place.clients);
  const stack = await describeStack(client, `orderly-${place.name}-api`).finally(() => client.destroy());
  const outputs = Object.fromEntries(
    (stack?.Outputs ?? []).map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue]),
  );
  const { CanaryKeyArn: keyArn, CanaryFunctionName: functionName, RestApiUrl } = outputs;
  if (keyArn === undefined || functionName === undefined || RestApiUrl === undefined) throw absent(stage);
  const apiUrl = stage === 'local' ? (local ?? readStackFile()).apiUrl : RestApiUrl.replace(/\/$/, '');
  return { apiUrl, keyArn, functionName, clients: place.clients };
};

/** Stores the canary's key. The next run uses it. */
export const storeKey = async ({ clients, keyArn }: DeployedCanary, secret: CanarySecret): Promise<void> => {
  const client = new SecretsManagerClient(clients);
  const command = new PutSecretValueCommand({ SecretId: keyArn, SecretString: JSON.stringify(secret) });
  await client.send(command).finally(() => client.destroy());
};

type Ended = { outcome: string; step?: string; reason?: string; seconds?: number };

/**
 * Runs the canary once.
 * @returns how the run ended (functions/ops/domain/canary.ts)
 */
export const invokeCanary = async ({ clients, functionName }: DeployedCanary): Promise<Ended> => {
  const client = new LambdaClient(clients);
  const command = new InvokeCommand({ FunctionName: functionName, Payload: '{}' });
  const { FunctionError, Payload } = await client.send(command).finally(() => client.destroy());
  const text = Payload?.transformToString() ?? '';
  if (FunctionError === undefined) return JSON.parse(text) as Ended;
  return { outcome: 'failed', step: 'start', reason: text };
};

/** How many runs are tried. A new product takes a moment until it can be ordered, so the first runs may fail. */
const TRIES = 5;
const PAUSE_MS = 3_000;

/**
 * Runs the canary until a run succeeds.
 * @returns the seconds that the run took
 * @throws Problem with the step that failed, if five runs fail
 */
export const tryCanary = async (canary: DeployedCanary): Promise<number> => {
  for (let left = TRIES - 1; ; left -= 1) {
    const { outcome, step, reason, seconds = 0 } = await invokeCanary(canary);
    if (outcome === 'succeeded') return seconds;
    if (left === 0) {
      throw new Problem(
        `The canary fails at the step ${step}: ${reason}\n` +
          'Its key is stored. Its earlier keys are not revoked: run this command again when the cause is mended.',
      );
    }
    await pause(PAUSE_MS);
  }
};
