import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import type { HttpMethod } from '../constructs/http-api.ts';
import { Simulator, type SimulatorFunctionOptions, type SimulatorProps } from '../constructs/simulator.ts';

/** Seconds for a batch of webhooks, which are sent at once: one time-out of the merchant's server, and its aftermath. */
const DELIVERY_SECONDS = 10;

/** The payment provider: sessions, the page to pay them, refunds, and webhooks from a queue of its own. */
export const paymentGatewaySimulator = (scope: Construct, props: SimulatorProps): void => {
  const gateway = new Simulator(scope, 'PaymentGateway', 'payment-gateway', props);
  const secretKey = new Secret(gateway, 'SecretKey', {
    description: `What the merchant authenticates with at the simulated payment gateway (${props.settings.stage})`,
    generateSecretString: { passwordLength: 48, excludePunctuation: true },
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const { webhooks, deadLetters } = webhookQueue(gateway, props);

  const forMerchant = (
    method: HttpMethod,
    path: string,
    slice: string,
    table: SimulatorFunctionOptions['table'],
  ) => {
    const environment = { GATEWAY_SECRET_KEY_ARN: secretKey.secretArn };
    gateway
      .route(method, path, slice, { table, environment })
      .allow(['secretsmanager:GetSecretValue'], [secretKey.secretArn]);
  };
  forMerchant('POST', '/gateway/sessions', 'create-session', ['GetItem', 'PutItem', 'UpdateItem']);
  forMerchant('GET', '/gateway/sessions/{id}', 'get-session', ['GetItem']);
  const changing = ['GetItem', 'PutItem', 'UpdateItem'] as const;
  forMerchant('POST', '/gateway/sessions/{id}/expire', 'expire-session', changing);
  forMerchant('POST', '/gateway/sessions/{id}/refunds', 'refund-payment', changing);
  forMerchant('PUT', '/gateway/webhook-endpoint', 'register-webhook-endpoint', ['GetItem', 'PutItem']);
  forMerchant('GET', '/gateway/behaviour', 'get-behaviour', ['GetItem']);
  forMerchant('PUT', '/gateway/behaviour', 'set-behaviour', ['PutItem']);

  const environment = { WEBHOOK_QUEUE_URL: webhooks.queueUrl, WEBHOOK_DLQ_URL: deadLetters.queueUrl };
  gateway.route('GET', '/gateway/pay/{id}', 'show-payment-page', { table: ['GetItem'] });
  gateway
    .route('POST', '/gateway/pay/{id}', 'pay-session', { table: changing, environment })
    .allow(['sqs:SendMessage'], [webhooks.queueArn]);
  const worker = gateway.function('deliver-webhook', {
    table: ['GetItem'],
    environment,
    timeoutSeconds: DELIVERY_SECONDS,
  });
  worker.allow(['sqs:SendMessage'], [webhooks.queueArn, deadLetters.queueArn]);
  worker.addEventSource(new SqsEventSource(webhooks, { batchSize: 5, reportBatchItemFailures: true }));

  const stack = Stack.of(scope);
  new CfnOutput(stack, 'GatewaySecretKeyArn', { value: secretKey.secretArn });
  new CfnOutput(stack, 'GatewayWebhooksQueueUrl', { value: webhooks.queueUrl });
  new CfnOutput(stack, 'GatewayWebhooksDlqQueueUrl', { value: deadLetters.queueUrl });
};

/** Webhooks under way. The worker puts a failed one back itself; the redrive policy is for a worker that dies. */
const webhookQueue = (scope: Construct, { settings, alarms }: SimulatorProps) => {
  const queueName = `orderly-${settings.stage}-gateway-webhooks`;
  const deadLetters = new DeadLetterQueue(scope, 'WebhooksDeadLetters', { name: `${queueName}-dlq`, alarms });
  const webhooks = new Queue(scope, 'Webhooks', {
    queueName,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    // AWS asks for six times the function's time; beside an emulator a killed worker's webhooks come back sooner.
    visibilityTimeout: Duration.seconds(settings.onAws ? 6 * DELIVERY_SECONDS : DELIVERY_SECONDS),
    retentionPeriod: Duration.days(4),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: settings.messaging.maxReceives },
  });
  return { webhooks, deadLetters };
};
