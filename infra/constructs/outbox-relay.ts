import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { ServiceName } from '../../shared/events/catalog.ts';
import type { StageSettings } from '../stage-config.ts';
import type { AlarmBook } from './alarm-book.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { LostRecords } from './lost-records.ts';
import { BACKGROUND_MEMORY_MIB, ServiceFunction } from './service-function.ts';

export interface OutboxRelayProps {
  readonly settings: StageSettings;
  readonly service: ServiceName;
  readonly table: TableV2;
  readonly bus: EventBus;
  /** Items whose every write invokes the relay, by the beginning of their key, e.g. `stock#`. */
  readonly keyPrefixes: readonly string[];
  readonly alarms: AlarmBook;
  /** Stores records that the stream is about to drop unpublished. */
  readonly lostRecords: LostRecords | undefined;
}

/**
 * The relay of a transactional outbox: table stream → function → bus. Publishes the events that a write put in its
 * outbox.
 */
export class OutboxRelay extends Construct {
  readonly relay: ServiceFunction;
  readonly deadLetters: DeadLetterQueue;
  readonly deadLettersName: string;

  constructor(scope: Construct, id: string, props: OutboxRelayProps) {
    super(scope, id);
    const { settings, service, bus, alarms } = props;
    this.deadLettersName = `orderly-${settings.stage}-${service}-relay-dlq`;
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', { name: this.deadLettersName, alarms });
    this.relay = new ServiceFunction(this, 'Function', {
      settings,
      service,
      entry: 'relay',
      timeoutSeconds: 30,
      memoryMiB: BACKGROUND_MEMORY_MIB,
      environment: { EVENT_BUS_NAME: bus.eventBusName, RELAY_DLQ_URL: this.deadLetters.queueUrl },
    });
    this.relay.allow(['events:PutEvents'], [bus.eventBusArn]);
    this.relay.allow(['sqs:SendMessage'], [this.deadLetters.queueArn]);
    this.relay.addEventSource(streamOf(props));
    alarms.add(this, 'Late', {
      alarmName: `orderly-${settings.stage}-${service}-relay-late`,
      alarmDescription: `Events of ${service} are not published in time; the stream forgets them after 24 hours.`,
      metric: this.relay.metric('IteratorAge', { period: Duration.minutes(1), statistic: 'Maximum' }),
      threshold: alarms.settings.iteratorAgeSeconds * 1000,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}

/**
 * The writes that invoke a relay: those with an outbox, and those of items that it derives events from. The filter tests a
 * part of the outbox, because on AWS `exists` matches only leaf nodes (developer guide, "Filter rule syntax").
 */
const relayedWrites = (keyPrefixes: readonly string[]) => [
  FilterCriteria.filter({ dynamodb: { NewImage: { outbox: { M: { at: { S: FilterRule.exists() } } } } } }),
  ...keyPrefixes.map((prefix) =>
    FilterCriteria.filter({ dynamodb: { NewImage: { pk: { S: FilterRule.beginsWith(prefix) } } } }),
  ),
];

/**
 * Gives a record up while the stream still has it. Lambda sends a record to the failure destination if it exceeds a
 * configured limit. It makes no promise for records that the stream drops after 24 hours, and does not count them
 * (developer guide, event source mapping metrics).
 */
const givenUpInTime = (lostRecords: LostRecords) => ({
  maxRecordAge: Duration.hours(23),
  onFailure: lostRecords,
});

/** Retries for as long as the stream allows, because a late event is better than a lost one. */
const streamOf = ({ settings, table, keyPrefixes, lostRecords }: OutboxRelayProps): DynamoEventSource =>
  // The cast is needed because CDK's class does not match its interface under `exactOptionalPropertyTypes`.
  new DynamoEventSource(table as ITable, {
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: settings.messaging.relayBatchSize,
    parallelizationFactor: settings.messaging.relayParallelization,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    // Records that the filter excludes cause no invocation and no charge.
    filters: relayedWrites(keyPrefixes),
    ...(lostRecords === undefined ? {} : givenUpInTime(lostRecords)),
  });
