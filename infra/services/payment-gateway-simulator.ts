import { CfnOutput, Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Route } from '../../shared/http/route.ts';
import * as api from '../../simulators/payment-gateway/api.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { StageSecret } from '../constructs/stage-secret.ts';
import { Simulator, type SimulatorFunctionOptions, type SimulatorProps } from '../constructs/simulator.ts';

/**
 * Timeout of the function that sends webhooks, in seconds. The function sends the webhooks of a batch in parallel, so
 * it waits only for the slowest response of the merchant's server.
 */
const DELIVERY_SECONDS = 10;

/**
 * Where the proxy on this machine serves the orders of the shop, for the link back from the payment page. On AWS, the
 * simulators are deployed before the shop and do not know its address.
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

  // Each session contains a link to the payment page, which begins with this address.
  const address = props.publicUrl === undefined ? {} : { PUBLIC_URL: props.publicUrl };
  const forMerchant = (
    route: Route,
    entry: string,
    table: SimulatorFunctionOptions['table'],
    more: Readonly<Record<string, string>> = {},
  ) => {
    const environment = { GATEWAY_SECRET_KEY_ARN: secretKey.secretArn, ...address, ...more };
    const handler = gateway.route(route, entry, { table, environment });
    handler.allow(['secretsmanager:GetSecretValue'], [secretKey.secretArn]);
    return handler;
  };
  forMerchant(api.createSession, 'create-session', ['GetItem', 'PutItem', 'UpdateItem']);
  forMerchant(api.getSession, 'get-session', ['GetItem']);
  const changing = ['GetItem', 'PutItem', 'UpdateItem'] as const;
  forMerchant(api.expireSession, 'expire-session', changing);
  forMerchant(api.refundPayment, 'refund-payment', changing);
  forMerchant(api.registerWebhookEndpoint, 'register-webhook-endpoint', ['GetItem', 'PutItem']);
  forMerchant(api.getBehaviour, 'get-behaviour', ['GetItem']);
  forMerchant(api.setBehaviour, 'set-behaviour', ['PutItem']);

  const queue = { WEBHOOK_QUEUE_URL: webhooks.queueUrl };
  forMerchant(api.actInConsole, 'act-in-console', changing, queue).allow(
    ['sqs:SendMessage'],
    [webhooks.queueArn],
  );
  const shop = ordersUrl(props.publicUrl);
  gateway.route(api.showPaymentPage, 'show-payment-page', { table: ['GetItem'], environment: shop });
  gateway
    .route(api.paySession, 'pay-session', { table: changing, environment: { ...queue, ...address, ...shop } })
    .allow(['sqs:SendMessage'], [webhooks.queueArn]);
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
