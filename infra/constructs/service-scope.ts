import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { tableShapes } from '../../shared/config/tables.ts';
import { isStateless, type AnyService } from '../../shared/events/catalog.ts';
import { listeners, type InboxName, type ListenerName } from '../../shared/events/subscriptions.ts';
import type { Route } from '../../shared/http/route.ts';
import type { StageSettings } from '../stage-config.ts';
import { OutboxRelay } from './outbox-relay.ts';
import type { FunctionOptions, ProbeOptions, ScheduleOptions, TableAction } from './function-options.ts';
import { allowPaymentProvider } from './payment-provider-access.ts';
import type { Platform } from './platform.ts';
import { allowQueues } from './queue-access.ts';
import { acceptSignatures } from './signed-requests.ts';
import { BACKGROUND_MEMORY_MIB, ServiceFunction } from './service-function.ts';
import { ServiceInbox, type InboxOptions } from './service-inbox.ts';
import { subscriptionRules } from './subscription-rules.ts';

/** Returns `OrdersInbox` for `orders-inbox`. Construct ids and outputs have this form. */
const pascal = (name: string): string =>
  name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/**
 * The infrastructure of one service. The service's file in `infra/services` adds each use case (except `prove-email`,
 * see user-pool.ts) with a method of this class. An `entry` names the code: `place-order` of the orders service is
 * `functions/orders/lambdas/place-order.ts`. Functions behind routes, and probes, are in the stack of the API. All
 * others that this class adds are in the stack of the workers, or in the live stack for the live service.
 */
export class ServiceScope {
  readonly name: AnyService;
  readonly settings: StageSettings;
  readonly platform: Platform;
  readonly #routes: Construct;
  readonly #workers: Construct;
  readonly #inboxes = new Map<InboxName, ServiceInbox>();

  constructor(name: AnyService, platform: Platform) {
    this.#routes = new Construct(Stack.of(platform.api), pascal(name));
    this.#workers = new Construct(platform.workers, pascal(name));
    this.name = name;
    this.settings = platform.settings;
    this.platform = platform;
  }

  /**
   * Adds a use case behind a route: `service.route(api.placeOrder, 'place-order', { table: ['PutItem'] })`.
   * @param routes one route, or all routes that the function serves (`handlerByRoute` in shared/http/http-handler.ts)
   */
  route(routes: Route | readonly Route[], entry: string, options: FunctionOptions = {}): ServiceFunction {
    const { authentication, api } = this.platform;
    const served = [routes].flat();
    // A public function gets no settings for verifying tokens.
    const isPublic = served.every(({ auth }) => auth === 'public');
    const signed = served.some((one) => one.signed);
    const handler = this.#add(this.#routes, entry, options, isPublic ? {} : authentication, signed);
    if (signed) acceptSignatures(handler, this.platform);
    for (const route of served) api.route(route, handler);
    return handler;
  }

  /**
   * Adds the queues of an inbox whose service the stage does not have. These queues stay empty. With them, all stages
   * have the same inboxes, so alarms and operators' tools need not know which services a stage has.
   */
  unusedInbox(name: InboxName): void {
    this.#queues(name, { subscribed: false });
  }

  /** Adds an inbox: event rules, queue, dead-letter queue. The function `entry` processes its messages. */
  inbox(name: InboxName, entry: string, options: FunctionOptions & InboxOptions = {}): ServiceFunction {
    const inbox = this.#queues(name, options);
    const timeoutSeconds = this.settings.messaging.functionTimeoutSeconds;
    const consumer = this.#add(
      this.#workers,
      entry,
      { timeoutSeconds, memoryMiB: BACKGROUND_MEMORY_MIB, ...options },
      {},
    );
    inbox.consumedBy(consumer);
    this.platform.subscriptions.add(inbox.rules, consumer);
    if (options.sendsTo?.includes(name) === true) consumer.allowRecursion();
    return consumer;
  }

  /**
   * Adds a function that EventBridge invokes with each event, without a queue. If the function fails, the event is
   * lost. An event that waits for a minute is dropped, so a backlog does not delay newer events.
   */
  listener(name: ListenerName, entry: string, options: FunctionOptions): ServiceFunction {
    const listener = this.worker(entry, { memoryMiB: BACKGROUND_MEMORY_MIB, ...options });
    // 60 seconds is the lowest age that EventBridge and Lambda accept (RetryPolicy of a target, EventInvokeConfig).
    const dropped = { maxEventAge: Duration.minutes(1), retryAttempts: 0 };
    listener.configureAsyncInvoke(dropped);
    const target = new LambdaTarget(listener, dropped);
    // A lost event does no harm, so a deployment need not create these rules before the publishers.
    subscriptionRules(listener, this.platform.bus, name, listeners[name], target);
    return listener;
  }

  #queues(name: InboxName, options: InboxOptions & { readonly subscribed?: boolean }): ServiceInbox {
    const { settings, platform } = this;
    const all = { ...options, settings, name, bus: platform.bus };
    const inbox = new ServiceInbox(this.#workers, pascal(name), all);
    this.#inboxes.set(name, inbox);
    const { queue, deadLetters } = inbox;
    this.#output(`${pascal(name)}QueueUrl`, queue.queueUrl);
    this.#output(`${pascal(name)}DlqQueueUrl`, deadLetters.queueUrl);
    // The queue's URL and ARN are exported even if the API's stack uses neither. Otherwise a release in which the API
    // stops using one of them could not be deployed (see DataStack).
    this.platform.workers.exportValue(queue.queueUrl);
    this.platform.workers.exportValue(queue.queueArn);
    return inbox;
  }

  /** Adds a function that the HTTP API does not invoke. The caller of this method adds what invokes the function. */
  worker(entry: string, options: FunctionOptions): ServiceFunction {
    return this.#add(this.#workers, entry, options, {});
  }

  /** Adds a use case that runs on a schedule: `service.schedule('sweep-batches', { everyHours: 1 })`. */
  schedule(entry: string, { everyHours, ...options }: ScheduleOptions): ServiceFunction {
    return this.#runEvery(Duration.hours(everyHours), this.#workers, entry, options);
  }

  /**
   * Adds a use case that calls the API from outside on a schedule. It is in the stack of the API, because its function
   * needs the API's address (`PUBLIC_API_URL`).
   */
  probe(entry: string, { everyMinutes, ...options }: ProbeOptions): ServiceFunction {
    const environment = { ...options.environment, PUBLIC_API_URL: this.platform.apiUrl };
    return this.#runEvery(Duration.minutes(everyMinutes), this.#routes, entry, { ...options, environment });
  }

  /** Adds the relay, which publishes the service's events. @param keyPrefixes see `OutboxRelayProps`. */
  relay(...keyPrefixes: readonly string[]): ServiceFunction {
    const { bus, lostRecords } = this.platform;
    const { settings, name } = this;
    if (isStateless(name)) throw new Error(`The service ${name} has no table, so it cannot publish events`);
    const table = this.#table();
    const built = new OutboxRelay(this.#workers, 'Relay', {
      settings,
      service: name,
      table,
      bus,
      keyPrefixes,
      lostRecords,
    });
    this.platform.subscriptions.precedeRelay(built.relay);
    this.#output(`${pascal(name)}RelayDlqQueueUrl`, built.deadLetters.queueUrl);
    return built.relay;
  }

  /**
   * Returns the queue of an inbox of this service.
   * @throws Error if `inbox` has not created the inbox yet.
   */
  queue(name: InboxName): Queue {
    const inbox = this.#inboxes.get(name);
    if (inbox === undefined)
      throw new Error(`Declare the inbox ${name} before the functions that send to it`);
    return inbox.queue;
  }

  #runEvery(period: Duration, scope: Construct, entry: string, options: FunctionOptions): ServiceFunction {
    const scheduled = this.#add(scope, entry, options, {});
    new Rule(scope, `${pascal(entry)}Schedule`, {
      description: `Runs ${entry} of ${this.name}`,
      schedule: Schedule.rate(period),
      targets: [new LambdaTarget(scheduled)],
    });
    return scheduled;
  }

  #add(
    scope: Construct,
    entry: string,
    options: FunctionOptions,
    environment: Readonly<Record<string, string>>,
    signed = false,
  ): ServiceFunction {
    const { timeoutSeconds, memoryMiB, reservedConcurrency, files } = options;
    const added = new ServiceFunction(scope, pascal(entry), {
      settings: this.settings,
      service: this.name,
      entry,
      signed,
      environment: { ...environment, ...options.environment },
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
      ...(memoryMiB === undefined ? {} : { memoryMiB }),
      ...(reservedConcurrency === undefined ? {} : { reservedConcurrency }),
      ...(files === undefined ? {} : { files }),
    });
    this.#grant(added, options);
    this.platform.subscriptions.precede(added);
    return added;
  }

  #grant(target: ServiceFunction, options: FunctionOptions): void {
    if (!isStateless(this.name)) target.addEnvironment('TABLE_NAME', this.#table().tableName);
    this.#setKeepDays(target, options);
    if (options.table !== undefined) this.#grantTable(target, options.table);
    if (options.cursors === true) {
      const { secretArn } = this.platform.cursorSecret;
      target.addEnvironment('CURSOR_SECRET_ARN', secretArn);
      target.allow(['secretsmanager:GetSecretValue'], [secretArn]);
    }
    if (options.paymentProvider === true) allowPaymentProvider(target, this.platform);
    for (const name of options.sendsTo ?? []) {
      const queue = this.queue(name);
      target.addEnvironment(`${name.toUpperCase().replaceAll('-', '_')}_URL`, queue.queueUrl);
      target.allow(['sqs:SendMessage'], [queue.queueArn]);
    }
    if (options.queues !== undefined) allowQueues(target, options.queues, this.platform);
  }

  /** Sets `KEEP_DAYS` if the function writes rows that expire after this number of days. */
  #setKeepDays(target: ServiceFunction, { table = [] }: FunctionOptions): void {
    if (isStateless(this.name) || ['inventory', 'partners', 'live'].includes(this.name)) return;
    if (!table.includes('PutItem') && !table.includes('UpdateItem')) return;
    const { orders, messages } = this.settings.keepDays;
    target.addEnvironment('KEEP_DAYS', String(this.name === 'notifications' ? messages : orders));
  }

  #grantTable(target: ServiceFunction, actions: readonly TableAction[]): void {
    const { tableArn } = this.#table();
    // Tables have no sort key, so only their indexes are queried.
    const onItems = actions.filter((action) => action !== 'Query').map((action) => `dynamodb:${action}`);
    if (onItems.length > 0) target.allow(onItems, [tableArn]);
    if (isStateless(this.name) || !actions.includes('Query')) return;
    const indexes = Object.keys(tableShapes[this.name].indexes);
    target.allow(
      ['dynamodb:Query'],
      indexes.map((index) => `${tableArn}/index/${index}`),
    );
  }

  #table(): ITableV2 {
    if (isStateless(this.name)) throw new Error(`${this.name} has no table`);
    return this.platform.tables[this.name];
  }

  /** Adds an output to the workers' stack itself, so that the output's id does not begin with the service's name. */
  #output(id: string, value: string): void {
    new CfnOutput(this.platform.workers, id, { value });
  }
}
