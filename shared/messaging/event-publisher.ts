import { EventBridgeClient, PutEventsCommand, type PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { sourceOf, type ServiceName } from '../events/catalog.ts';
import type { QueueMessage } from '../events/integration-event.ts';
import { isTransientName } from '../errors.ts';
import { awsClient } from '../outbound.ts';
import type { EventPublisher, PublishResult } from './relay.ts';

const client = awsClient(EventBridgeClient);

/** Errors with which a whole call fails, and which a retry cannot fix. For example, an entry exceeds the size limit. */
const final = new Set(['ValidationException', 'PayloadTooLargeException', 'InvalidArgument']);

const resultOf = (entry: PutEventsResultEntry | undefined): PublishResult => {
  if (entry?.EventId !== undefined) return { outcome: 'published' };
  const code = entry?.ErrorCode ?? 'NoResult';
  const outcome = entry === undefined || isTransientName(code) ? 'failed' : 'refused';
  return { outcome, code, reason: entry?.ErrorMessage ?? 'EventBridge gave no reason' };
};

/**
 * Publishes events to EventBridge. PutEvents returns 200 even if entries failed, so the result of each entry is
 * checked.
 * @throws if the whole call failed and may succeed later.
 */
export const eventBridgePublisher = (busName: string, service: ServiceName): EventPublisher => {
  const put = async (events: readonly QueueMessage[]): Promise<readonly PublishResult[]> => {
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

  const publish = async (events: readonly QueueMessage[]): Promise<readonly PublishResult[]> => {
    try {
      return await put(events);
    } catch (error) {
      if (!(error instanceof Error) || !final.has(error.name)) throw error;
      if (events.length === 1) return [{ outcome: 'refused', code: error.name, reason: error.message }];
      // One event that the bus refuses must not block the other events. So each event is sent in a separate call. The
      // results then show which event is refused.
      const results: PublishResult[] = [];
      for (const event of events) {
        try {
          results.push(...(await publish([event])));
        } catch (failure) {
          // The events before this one have results. This event has none, so the relay later resumes at this event.
          if (results.length === 0) throw failure;
          break;
        }
      }
      return results;
    }
  };
  return { publish };
};
