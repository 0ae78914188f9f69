import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { ServiceScope } from './service-scope.ts';
import { StageSecret } from './stage-secret.ts';

/** The function's timeout, in seconds. A run takes about a minute if its requests and waits last as long as allowed. */
const TIMEOUT_SECONDS = 90;

/**
 * Adds the canary, which places and cancels a test order on a schedule. Besides writing logs and traces, its only
 * permission is to read its own private key. It acts as a partner, by signed requests to the API's public address.
 *
 * The key may be deleted with the function's stack, because `npm run canary` creates a new one.
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
