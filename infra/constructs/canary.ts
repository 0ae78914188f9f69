import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { ServiceScope } from './service-scope.ts';
import { StageSecret } from './stage-secret.ts';

/** A run that waits for everything as long as it may takes about a minute. Seconds. */
const TIMEOUT_SECONDS = 90;

/**
 * Adds the canary, which places and cancels a test order on a schedule. It has no permission but to read its own private
 * key. All else it does as any partner does: by signed requests to the public address of the API.
 *
 * The key is in the same stack. It need not survive, because `npm run canary` makes a new one.
 */
export const addCanary = (service: ServiceScope, everyMinutes: number): void => {
  const canary = service.probe('run-canary', { everyMinutes, timeoutSeconds: TIMEOUT_SECONDS });
  const stack = Stack.of(canary);
  const { secretArn } = new StageSecret(stack, 'CanaryKey', {
    description: `The private key of Orderly's canary (${service.settings.name}), set by npm run canary`,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  canary.addEnvironment('CANARY_KEY_ARN', secretArn);
  canary.allow(['secretsmanager:GetSecretValue'], [secretArn]);
  new CfnOutput(stack, 'CanaryKeyArn', { value: secretArn });
  new CfnOutput(stack, 'CanaryFunctionName', { value: canary.name });
};
