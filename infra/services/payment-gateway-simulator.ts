import { CfnOutput, Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import * as api from '../../simulators/payment-gateway/api.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { StageSecret } from '../constructs/stage-secret.ts';
import type { ServiceFunction } from '../constructs/service-function.ts';
import { Simulator, type SimulatorProps } from '../constructs/simulator.ts';

/**
 * Timeout of the function that sends webhooks, in seconds. The function sends the webhooks of a batch in parallel, so
 * it waits only for the slowest response of the merchant's server.
 */
const DELIVERY_SECONDS = 10;

/**
 * The address of the shop's orders, to which the payment page links back. On a local stage, the front door (the local
 * proxy in scripts/front-door) serves this address. On AWS, the simulators are deployed before the shop and do not know
 * its address.
 */
const ordersUrl = (publicUrl: string | undefined): Readonly<Record<string, string>> =>
  publicUrl === undefined
    ? {}
    : { ORDERS_URL: Fn.join('', [Fn.select(0, Fn.split('/simulators', publicUrl)), '/orders/']) };

/** The simulated payment provider: sessions, the payment page, refunds, and webhooks from its own queue. */
export const paymentGatewaySimulator = (scope: Construct, props: SimulatorProps): void => {
  const gateway = new Simulator(scope, 'PaymentGateway', 'payment-gateway', props);
  const secretKey = new StageSecret(gateway, 'SecretKey', {
    description: `The API key of the simulated payment gateway (${props.settings.name})`,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const { webhooks, deadLetters } = webhookQueue(gateway, props);

  // Each session contains a link to the payment page. The link begins with this address.
  const address = props.publicUrl === undefined ? {} : { PUBLIC_URL: props.publicUrl };
  const queue = { WEBHOOK_QUEUE_URL: webhooks.queueUrl };
  const changing = ['GetItem', 'PutItem', 'UpdateItem'] as const;
  const withKey = { GATEWAY_SECRET_KEY_ARN: secretKey.secretArn, ...address };
  const readKey = (handler: ServiceFunction) =>
    handler.allow(['secretsmanager:GetSecretValue'], [secretKey.secretArn]);
  const forMerchant = [
    api.createSession,
    api.getSession,
    api.expireSession,
    api.refundPayment,
    api.registerWebhookEndpoint,
  ];
  readKey(gateway.route(forMerchant, 'serve-merchant', { table: changing, environment: withKey }));
  const forConsole = [api.getBehaviour, api.setBehaviour, api.actInConsole];
  const consoleFunction = gateway.route(forConsole, 'serve-console', {
    table: changing,
    environment: { ...withKey, ...queue },
  });
  readKey(consoleFunction);
  const payerFunction = gateway.route([api.showPaymentPage, api.paySession], 'serve-payer', {
    table: changing,
    environment: { ...queue, ...address, ...ordersUrl(props.publicUrl) },
  });
  for (const sending of [consoleFunction, payerFunction]) {
    sending.allow(['sqs:SendMessage'], [webhooks.queueArn]);
  }
  const worker = gateway.function('deliver-webhook', {
    table: ['GetItem'],
    environment: { ...queue, WEBHOOK_DLQ_URL: deadLetters.queueUrl },
    timeoutSeconds: DELIVERY_SECONDS,
  });
  worker.allow(['sqs:SendMessage'], [webhooks.queueArn, deadLetters.queueArn]);
  worker.allowRecursion();
  worker.consume(webhooks, { batchSize: 5 });

  const stack = Stack.of(scope);
  new CfnOutput(stack, 'GatewaySecretKeyArn', { value: secretKey.secretArn });
  new CfnOutput(stack, 'GatewayWebhooksQueueUrl', { value: webhooks.queueUrl });
  new CfnOutput(stack, 'GatewayWebhooksDlqQueueUrl', { value: deadLetters.queueUrl });
};

/**
 * The queue of webhooks to send. The function that sends webhooks puts a failed webhook back into the queue itself. If
 * the function ends before it can do this, the redrive policy applies to the webhook.
 */
const webhookQueue = (scope: Construct, { settings }: SimulatorProps) => {
  const queueName = `orderly-${settings.name}-gateway-webhooks`;
  const deadLetters = new DeadLetterQueue(scope, 'WebhooksDeadLetters', `${queueName}-dlq`);
  const webhooks = new Queue(scope, 'Webhooks', {
    queueName,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    // AWS recommends six times the function's timeout. On an emulator, the time is shorter, so that SQS delivers the
    // webhooks of a killed function again sooner.
    visibilityTimeout: Duration.seconds(settings.onAws ? 6 * DELIVERY_SECONDS : DELIVERY_SECONDS),
    retentionPeriod: Duration.days(4),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: settings.messaging.maxReceives },
  });
  return { webhooks, deadLetters };
};
