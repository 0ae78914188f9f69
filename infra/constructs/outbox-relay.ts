import { Duration } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { sourceOf, type ServiceName } from '../../shared/events/catalog.ts';
import type { StageSettings } from '../stage-config.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { LostRecords } from './lost-records.ts';
import { BACKGROUND_MEMORY_MIB, ServiceFunction } from './service-function.ts';

export interface OutboxRelayProps {
  readonly settings: StageSettings;
  readonly service: ServiceName;
  readonly table: ITableV2;
  readonly bus: EventBus;
  /**
   * Prefixes of keys. Every write of an item whose key has such a prefix invokes the relay, even if the item has no
   * outbox. A deletion does not invoke the relay. Example: `stock#`.
   */
  readonly keyPrefixes: readonly string[];
  /** The bucket for stream records that the relay could not publish in time. */
  readonly lostRecords: LostRecords | undefined;
}

/**
 * The relay of a transactional outbox. A service stores its events in the item's attribute `outbox`, in the same write
 * as the new state. The relay is a function that reads the table's stream and publishes these events to the bus.
 */
export class OutboxRelay extends Construct {
  readonly relay: ServiceFunction;
  readonly deadLetters: DeadLetterQueue;
  readonly deadLettersName: string;

  constructor(scope: Construct, id: string, props: OutboxRelayProps) {
    super(scope, id);
    const { settings, service, bus } = props;
    this.deadLettersName = `orderly-${settings.name}-${service}-relay-dlq`;
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', this.deadLettersName);
    this.relay = new ServiceFunction(this, 'Function', {
      settings,
      service,
      entry: 'relay',
      timeoutSeconds: 30,
      memoryMiB: BACKGROUND_MEMORY_MIB,
      environment: { EVENT_BUS_NAME: bus.eventBusName, RELAY_DLQ_URL: this.deadLetters.queueUrl },
    });
    this.relay.allowEvents(bus.eventBusArn, [sourceOf(service)]);
    this.relay.allow(['sqs:SendMessage'], [this.deadLetters.queueArn]);
    this.relay.addEventSource(streamOf(props));
  }
}

/**
 * Selects the writes that invoke a relay: writes with an outbox, and writes of items with one of the key prefixes. The
 * filter tests a part of the outbox, because on AWS `exists` matches only leaf nodes (developer guide, "Filter rule
 * syntax").
 */
const relayedWrites = (keyPrefixes: readonly string[]) => [
  FilterCriteria.filter({ dynamodb: { NewImage: { outbox: { M: { at: { S: FilterRule.exists() } } } } } }),
  ...keyPrefixes.map((prefix) =>
    FilterCriteria.filter({ dynamodb: { NewImage: { pk: { S: FilterRule.beginsWith(prefix) } } } }),
  ),
];

/**
 * Lets Lambda give up a record an hour before the stream drops it. Lambda sends a record to the failure destination
 * only if the record exceeds a configured limit. Records that the stream drops are lost, and Lambda does not even count
 * them (developer guide, event source mapping metrics).
 */
const givenUpInTime = (lostRecords: LostRecords) => ({
  maxRecordAge: Duration.hours(23),
  onFailure: lostRecords,
});

/** Connects the relay to the stream. The number of retries is unlimited: a late event is better than a lost one. */
const streamOf = ({ settings, table, keyPrefixes, lostRecords }: OutboxRelayProps): DynamoEventSource =>
  new DynamoEventSource(table, {
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: settings.messaging.relayBatchSize,
    parallelizationFactor: settings.messaging.relayParallelization,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    // Records that the filter excludes cause no invocation and no charge.
    filters: relayedWrites(keyPrefixes),
    ...(lostRecords === undefined ? {} : givenUpInTime(lostRecords)),
  });
