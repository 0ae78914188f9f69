import { Duration } from 'aws-cdk-lib';
import { Rule, type EventBus, type EventPattern } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { inboxes, type Inbox, type InboxName } from '../../shared/events/subscriptions.ts';
import { copiesKeptDays, QUEUE_DAYS } from '../kept-copies.ts';
import type { StageSettings } from '../stage-config.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { ServiceFunction } from './service-function.ts';
import { subscriptionRules } from './subscription-rules.ts';

/** Settings of one inbox. */
export interface InboxOptions {
  /**
   * Seconds before the first delivery of a message, 0 to 900. A message that is sent with its own delay is delivered
   * after that delay instead.
   */
  readonly deliveryDelaySeconds?: number;
  readonly batchSize?: number;
  /** Seconds to wait for a batch to fill, 0 to 300. */
  readonly batchWindowSeconds?: number;
  readonly maxConcurrency?: number;
  /** The events of AWS's default bus that the inbox receives. Absent if it receives events of Orderly's own bus. */
  readonly fromAws?: EventPattern;
}

export interface ServiceInboxProps extends InboxOptions {
  /** False if the stage does not have the inbox's service. Then the inbox receives no events. */
  readonly subscribed?: boolean;
  readonly settings: StageSettings;
  readonly name: InboxName;
  readonly bus: EventBus;
}

/** A service's inbox: its event rules, its queue and dead-letter queue. `consumedBy` adds the function. */
export class ServiceInbox extends Construct {
  readonly queue: Queue;
  readonly deadLetters: DeadLetterQueue;
  readonly deadLettersName: string;
  readonly rules: readonly Rule[];
  readonly #props: ServiceInboxProps;

  constructor(scope: Construct, id: string, props: ServiceInboxProps) {
    super(scope, id);
    this.#props = props;
    const { settings, name } = props;
    const { maxReceives, visibilitySeconds } = settings.messaging;
    const queueName = `orderly-${settings.name}-${name}`;
    this.deadLettersName = `${queueName}-dlq`;
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', this.deadLettersName);
    this.queue = new Queue(this, 'Queue', {
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deliveryDelay: Duration.seconds(props.deliveryDelaySeconds ?? 0),
      // The timeout begins when Lambda receives a message. Lambda then waits for the batch to fill, so the timeout
      // includes this wait.
      visibilityTimeout: Duration.seconds(visibilitySeconds + (props.batchWindowSeconds ?? 0)),
      retentionPeriod: Duration.days(QUEUE_DAYS),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: maxReceives },
    });
    this.rules = props.subscribed === false ? [] : this.#subscribe();
  }

  #subscribe(): readonly Rule[] {
    const { name, bus, fromAws } = this.#props;
    const inbox: Inbox = inboxes[name];
    const target = new SqsQueue(this.queue, { deadLetterQueue: this.deadLetters });
    if (fromAws === undefined) return subscriptionRules(this, bus, name, inbox, target);
    const description = `Sends the events of AWS that ${inbox.service} needs to ${name}`;
    return [new Rule(this, 'Rule', { eventPattern: fromAws, description, targets: [target] })];
  }

  /** Lets a function process the inbox's messages, and gives it the dead-letter queue's URL. */
  consumedBy(consumer: ServiceFunction): void {
    const { batchSize, maxReceives, maxConcurrency } = this.#props.settings.messaging;
    consumer.addEnvironment('INBOX_DLQ_URL', this.deadLetters.queueUrl);
    consumer.addEnvironment('INBOX_MAX_RECEIVES', String(maxReceives));
    consumer.addEnvironment('COPIES_KEPT_DAYS', String(copiesKeptDays(this.#props.settings)));
    consumer.allow(['sqs:SendMessage'], [this.deadLetters.queueArn]);
    consumer.consume(this.queue, {
      batchSize: this.#props.batchSize ?? batchSize,
      windowSeconds: this.#props.batchWindowSeconds ?? 0,
      maxConcurrency: this.#props.maxConcurrency ?? maxConcurrency,
    });
  }
}
