import { EventBridgeClient, PutEventsCommand, type PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { sourceOf, type ServiceName } from '../events/catalog.ts';
import type { Message } from '../events/envelope.ts';
import type { EventPublisher, PublishResult } from './relay.ts';

const client = new EventBridgeClient({});

/** Failures of one entry that may pass (PutEventsResultEntry, API reference); any other is for good. */
const passing = new Set([
  'ThrottlingException',
  'InternalFailure',
  'InternalException',
  'ServiceUnavailable',
]);
/** Failures of a whole call that a repetition cannot mend, e.g. an entry above the size limit. */
const final = new Set(['ValidationException', 'PayloadTooLargeException', 'InvalidArgument']);

const resultOf = (entry: PutEventsResultEntry | undefined): PublishResult => {
  if (entry?.EventId !== undefined) return { outcome: 'published' };
  const code = entry?.ErrorCode ?? 'NoResult';
  const outcome = entry === undefined || passing.has(code) ? 'failed' : 'refused';
  return { outcome, code, reason: entry?.ErrorMessage ?? 'EventBridge gave no reason' };
};

/**
 * The bus of EventBridge. Each result is read on its own, for PutEvents answers 200 also when some entries failed.
 * @throws when the call as a whole failed and may go through later.
 */
export const eventBridgePublisher = (busName: string, service: ServiceName): EventPublisher => {
  const put = async (events: readonly Message[]): Promise<readonly PublishResult[]> => {
    const traceHeader = process.env['_X_AMZN_TRACE_ID'];
    const answer = await client.send(
      new PutEventsCommand({
        Entries: events.map((event) => ({
          EventBusName: busName,
          Source: sourceOf(service),
          DetailType: event.type,
          Detail: JSON.stringify(event),
          Time: new Date(event.time),
          ...(traceHeader ? { TraceHeader: traceHeader } : {}),
        })),
      }),
    );
    return events.map((_, index) => resultOf(answer.Entries?.[index]));
  };

  const publish = async (events: readonly Message[]): Promise<readonly PublishResult[]> => {
    try {
      return await put(events);
    } catch (error) {
      if (!(error instanceof Error) || !final.has(error.name)) throw error;
      if (events.length === 1) return [{ outcome: 'refused', code: error.name, reason: error.message }];
      // One bad event must not hold up the others: find it by sending each alone.
      const results: PublishResult[] = [];
      for (const event of events) results.push(...(await publish([event])));
      return results;
    }
  };
  return { publish };
};
