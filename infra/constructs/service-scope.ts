import { CfnOutput, Duration } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { tableShapes } from '../../shared/config/tables.ts';
import type { ServiceName } from '../../shared/events/catalog.ts';
import type { InboxName } from '../../shared/events/subscriptions.ts';
import type { Route } from '../../shared/http/route.ts';
import type { StageSettings } from '../stage-config.ts';
import { OutboxRelay } from './outbox-relay.ts';
import type { Platform } from './platform.ts';
import type { QueueAccess } from './queue-registry.ts';
import { BACKGROUND_MEMORY_MIB, ServiceFunction } from './service-function.ts';
import { ServiceInbox, type InboxOptions } from './service-inbox.ts';

/** The DynamoDB actions that functions use. A transaction needs the action of each item that it reads or writes. */
export type TableAction =
  | 'GetItem'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem'
  | 'Query'
  | 'BatchGetItem'
  | 'BatchWriteItem'
  | 'DescribeTable';

/** What a function of a service needs beyond the defaults. */
export interface FunctionOptions {
  /** The actions that it may take on its service's table. `Query` includes the indexes. */
  readonly table?: readonly TableAction[];
  /** Whether it encrypts list cursors. Sets `CURSOR_SECRET_ARN`. */
  readonly cursors?: boolean;
  /** Whether it calls the payment provider. Sets `PAYMENT_PROVIDER`, `…_SECRET_ARN` and, if simulated, `…_URL`. */
  readonly paymentProvider?: boolean;
  /** Inboxes that it sends to directly. Sets e.g. `ORDERS_WATCHDOG_URL`. Declare them before, or in the same call. */
  readonly sendsTo?: readonly InboxName[];
  /** Access to all queues of the stage. Sets `QUEUES` (see QueueRegistry). Only for the ops service. */
  readonly queues?: QueueAccess;
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutSeconds?: number;
  readonly memoryMiB?: number;
}

export interface ScheduleOptions extends FunctionOptions {
  readonly everyHours: number;
}

/** Returns `OrdersInbox` for `orders-inbox`. Construct ids and outputs have this form. */
const pascal = (name: string): string =>
  name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/**
 * The infrastructure of one service. Its file in `infra/services` adds each use case with a method of this class. An
 * `entry` names the code: `place-order` of the orders service is `functions/orders/lambdas/place-order.ts`.
 */
export class ServiceScope extends Construct {
  readonly name: ServiceName | 'ops';
  readonly settings: StageSettings;
  readonly platform: Platform;
  readonly #inboxes = new Map<InboxName, ServiceInbox>();

  constructor(scope: Construct, name: ServiceName | 'ops', platform: Platform) {
    super(scope, pascal(name));
    this.name = name;
    this.settings = platform.settings;
    this.platform = platform;
  }

  /** Adds a use case behind a route: `service.route(api.placeOrder, 'place-order', { table: ['PutItem'] })`. */
  route(route: Route, entry: string, options: FunctionOptions = {}): ServiceFunction {
    const { authentication, api } = this.platform;
    // A public function gets no settings for verifying tokens.
    const handler = this.#add(entry, options, route.auth === 'public' ? {} : authentication);
    api.route(route, handler);
    return handler;
  }

  /** Adds an inbox: event rule, queue, dead-letter queue. The function `entry` processes its messages. */
  inbox(name: InboxName, entry: string, options: FunctionOptions & InboxOptions = {}): ServiceFunction {
    const { bus, queues } = this.platform;
    const { deliveryDelaySeconds, batchSize, batchWindowSeconds, maxConcurrency, ...functionOptions } =
      options;
    const inbox = new ServiceInbox(this, pascal(name), {
      settings: this.settings,
      name,
      bus,
      ...(deliveryDelaySeconds === undefined ? {} : { deliveryDelaySeconds }),
      ...(batchSize === undefined ? {} : { batchSize }),
      ...(batchWindowSeconds === undefined ? {} : { batchWindowSeconds }),
      ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    });
    this.#inboxes.set(name, inbox);
    const { queue, deadLetters, deadLettersName } = inbox;
    queues.register({ name, queue, deadLetters, deadLettersName });
    this.#output(`${pascal(name)}QueueUrl`, queue.queueUrl);
    this.#output(`${pascal(name)}DlqQueueUrl`, deadLetters.queueUrl);
    const timeoutSeconds = this.settings.messaging.functionTimeoutSeconds;
    const consumer = this.#add(
      entry,
      { timeoutSeconds, memoryMiB: BACKGROUND_MEMORY_MIB, ...functionOptions },
      {},
    );
    inbox.consumedBy(consumer);
    return consumer;
  }

  /** Adds a use case that runs on a schedule: `service.schedule('sweep-batches', { everyHours: 1 })`. */
  schedule(entry: string, { everyHours, ...options }: ScheduleOptions): ServiceFunction {
    const scheduled = this.#add(entry, options, {});
    new Rule(this, `${pascal(entry)}Schedule`, {
      description: `Runs ${entry} of ${this.name}`,
      schedule: Schedule.rate(Duration.hours(everyHours)),
      targets: [new LambdaTarget(scheduled)],
    });
    return scheduled;
  }

  /** Adds the relay, which publishes the service's events. @param keyPrefixes see `OutboxRelayProps`. */
  relay(...keyPrefixes: readonly string[]): ServiceFunction {
    const { bus, queues, lostRecords } = this.platform;
    const { settings, name } = this;
    if (name === 'ops') throw new Error('ops owns nothing, so it has nothing to publish');
    const table = this.#table();
    const built = new OutboxRelay(this, 'Relay', {
      settings,
      service: name,
      table,
      bus,
      keyPrefixes,
      lostRecords,
    });
    const { deadLetters, deadLettersName } = built;
    queues.register({ name: `${name}-relay`, queue: undefined, deadLetters, deadLettersName });
    this.#output(`${pascal(name)}RelayDlqQueueUrl`, deadLetters.queueUrl);
    return built.relay;
  }

  /**
   * Returns the queue of an inbox of this service.
   * @throws Error before `inbox` has created it.
   */
  queue(name: InboxName): Queue {
    const inbox = this.#inboxes.get(name);
    if (inbox === undefined)
      throw new Error(`Declare the inbox ${name} before the functions that send to it`);
    return inbox.queue;
  }

  #add(
    entry: string,
    options: FunctionOptions,
    environment: Readonly<Record<string, string>>,
  ): ServiceFunction {
    const { timeoutSeconds, memoryMiB } = options;
    const added = new ServiceFunction(this, pascal(entry), {
      settings: this.settings,
      service: this.name,
      entry,
      environment: { ...environment, ...options.environment },
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
      ...(memoryMiB === undefined ? {} : { memoryMiB }),
    });
    this.#grant(added, options);
    return added;
  }

  #grant(target: ServiceFunction, options: FunctionOptions): void {
    if (this.name !== 'ops') target.addEnvironment('TABLE_NAME', this.#table().tableName);
    if (options.table !== undefined) this.#grantTable(target, options.table);
    if (options.cursors === true) {
      const { secretArn } = this.platform.cursorSecret;
      target.addEnvironment('CURSOR_SECRET_ARN', secretArn);
      target.allow(['secretsmanager:GetSecretValue'], [secretArn]);
    }
    if (options.paymentProvider === true) this.#grantPaymentProvider(target);
    for (const name of options.sendsTo ?? []) {
      const queue = this.queue(name);
      target.addEnvironment(`${name.toUpperCase().replaceAll('-', '_')}_URL`, queue.queueUrl);
      target.allow(['sqs:SendMessage'], [queue.queueArn]);
    }
    if (options.queues !== undefined) this.platform.queues.handTo(this, target, options.queues);
  }

  #grantTable(target: ServiceFunction, actions: readonly TableAction[]): void {
    const { tableArn } = this.#table();
    target.allow(
      actions.map((action) => `dynamodb:${action}`),
      [tableArn],
    );
    if (this.name === 'ops' || !actions.includes('Query')) return;
    const indexes = Object.keys(tableShapes[this.name].indexes);
    if (indexes.length === 0) return;
    target.allow(
      ['dynamodb:Query'],
      indexes.map((index) => `${tableArn}/index/${index}`),
    );
  }

  #grantPaymentProvider(target: ServiceFunction): void {
    const { paymentProviderSecret, paymentProviderUrl, settings } = this.platform;
    target.addEnvironment('PAYMENT_PROVIDER', settings.paymentProvider.kind);
    target.addEnvironment('PAYMENT_PROVIDER_SECRET_ARN', paymentProviderSecret.secretArn);
    if (paymentProviderUrl !== undefined) target.addEnvironment('PAYMENT_PROVIDER_URL', paymentProviderUrl);
    target.allow(['secretsmanager:GetSecretValue'], [paymentProviderSecret.secretArn]);
  }

  #table(): TableV2 {
    if (this.name === 'ops') throw new Error('ops has no table');
    return this.platform.tables[this.name];
  }

  /** Adds an output to the stack. As a child of this construct, its id would begin with the service's name. */
  #output(id: string, value: string): void {
    new CfnOutput(this.platform.api.restApi.stack, id, { value });
  }
}
