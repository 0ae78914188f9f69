import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../../../scripts/console/paths.ts';

const filesIn = (...patterns: readonly string[]) => globSync([...patterns], { cwd: projectRoot }).sort();
const textOf = (file: string) => readFileSync(join(projectRoot, file), 'utf8');

/**
 * Code that only `shared/outbound.ts` may have: it calls the constructor of an SDK's client, or imports a client
 * package in a form in which such a call could not be found.
 */
const bypasses = [
  /\bnew\s+(?:\w+\.)?\w*Client\s*\(/,
  /import\s+\*[^;]*['"]@aws-sdk\/client-/,
  /import\(\s*['"]@aws-sdk\//,
];
/**
 * Some clients of the SDK have all commands as methods. The names of these clients do not contain `Client`, for example
 * `SQS`.
 */
const aggregated =
  /import\s*\{[^}]*\b(?:DynamoDB|SQS|SNS|SES|EventBridge|SecretsManager|CloudWatch|CognitoIdentityProvider)\b[^}]*\}\s*from\s*['"]@aws-sdk/;
const createsClients = (text: string): boolean =>
  [...bypasses, aggregated].some((pattern) => pattern.test(text));

describe('the clients of AWS', () => {
  it('are all created by awsClient, which sets their limits', () => {
    const files = filesIn('{functions,shared,simulators}/**/*.{ts,tsx}').filter(
      (file) => file !== 'shared/outbound.ts',
    );
    expect(files.length).toBeGreaterThan(150);
    expect(files.filter((file) => createsClients(textOf(file)))).toEqual([]);
    expect(files.filter((file) => textOf(file).includes('awsClient(')).length).toBeGreaterThanOrEqual(8);
  });

  it.each([
    'const client = new SQSClient({});',
    'const client = new sdk.SNSClient({ maxAttempts: 1 });',
    "import * as sdk from '@aws-sdk/client-sqs';",
    "const { SQSClient } = await import('@aws-sdk/client-sqs');",
    "import { PublishCommand, SNS } from '@aws-sdk/client-sns';",
  ])('would not be if the code had: %s', (text) => {
    expect(createsClients(text)).toBe(true);
  });

  it.each([
    'new PutEventsCommand({})',
    "import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';",
    "import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';",
  ])('may be used: %s', (text) => {
    expect(createsClients(text)).toBe(false);
  });
});

/** The functions that make no outbound calls. `prove-email` adds the customer's address to Cognito's tokens. */
const withoutCalls = ['functions/notifications/lambdas/prove-email.ts'];
/** A function of several routes passes each request to the route's handler. The route's handler sets the deadline. */
const servesSeveralRoutes = /export const handler = handlerByRoute\(/;

describe('the handlers of all functions', () => {
  it('set the deadline of their outbound calls', () => {
    const entries = filesIn('{functions,simulators}/*/lambdas/*.ts');
    expect(entries.length).toBeGreaterThan(40);
    const shells =
      /export const handler = (?:httpHandler|inboxHandler|listenerHandler|relayHandler|socketHandler|withDeadline)\(/;
    const ofSeveralRoutes = entries.filter((file) => servesSeveralRoutes.test(textOf(file)));
    expect(ofSeveralRoutes.length).toBeGreaterThan(5);
    expect(entries.filter((file) => !shells.test(textOf(file)))).toEqual(
      [...withoutCalls, ...ofSeveralRoutes].toSorted(),
    );
    for (const file of ofSeveralRoutes) {
      const routes = textOf(file).match(/\[api\.\w+, /g);
      expect({ file, handlers: textOf(file).match(/httpHandler\(/g)?.length }).toEqual({
        file,
        handlers: routes?.length,
      });
    }
    for (const file of withoutCalls) expect(textOf(file)).not.toMatch(/outbound|persistence|adapters|sdk/);
  });
});
