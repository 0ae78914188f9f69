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

/**
 * Which writes wake a relay: `events`, those of packed items that left something in the outbox; `versions`, all of items
 * with a version, for a relay that finds more to publish than outboxes.
 */
export type RelayedWrites = 'events' | 'versions';

/** What a relay is made of. */
export interface OutboxRelayProps {
  readonly settings: StageSettings;
  readonly service: ServiceName;
  readonly table: TableV2;
  readonly bus: EventBus;
  readonly writes: RelayedWrites;
  readonly alarms: AlarmBook;
  /** Where AWS puts records that outlived the stream unpublished: the last net. */
  readonly lostRecords: LostRecords | undefined;
}

/** A table's stream → its relay function → the bus: what a write left in its outbox is published. */
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
      slice: 'relay',
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

/** The attribute that tells those writes: a scalar, for on AWS `exists` never matches a list or a map. */
const attributeOf = { events: 'events', versions: 'version' } as const satisfies Record<
  RelayedWrites,
  string
>;

/**
 * What gives a record up while the stream still has it. Lambda sends to the failure destination what exceeded a limit
 * that was set; of what the stream itself forgets after 24 hours, it promises nothing, and does not even count it as
 * dropped (developer guide, event source mapping metrics).
 */
const givenUpInTime = (lostRecords: LostRecords) => ({
  maxRecordAge: Duration.hours(23),
  onFailure: lostRecords,
});

/** Retried for as long as the stream allows: an event may be late, never lost while anybody can still act. */
const streamOf = ({ settings, table, writes, lostRecords }: OutboxRelayProps): DynamoEventSource =>
  // The cast: CDK's own class misses its interface by `exactOptionalPropertyTypes` alone.
  new DynamoEventSource(table as ITable, {
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: settings.messaging.relayBatchSize,
    parallelizationFactor: settings.messaging.relayParallelization,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    // What the filter leaves out is neither invoked nor charged.
    filters: [
      FilterCriteria.filter({
        dynamodb: { NewImage: { [attributeOf[writes]]: { N: FilterRule.exists() } } },
      }),
    ],
    ...(lostRecords === undefined ? {} : givenUpInTime(lostRecords)),
  });
