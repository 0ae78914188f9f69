import type { RecordEventsDependencies } from '../../functions/insights/record-events.ts';
import { reactions } from '../../functions/insights/reactions.ts';
import { inboxes } from '../../shared/events/subscriptions.ts';
import { consumer, type ReceivedMessage } from '../../shared/messaging/consumer.ts';
import { parseMessage } from '../../shared/messaging/message.ts';

/** The result of replaying the events of a log. */
export interface Replayed {
  readonly recorded: number;
  /** Events that the insights service does not receive, such as changes of products. */
  readonly skipped: number;
  /** The lines that are no valid event or could not be recorded, each with the reason. */
  readonly failed: readonly string[];
}

/** The number of events that are processed together. It is the batch size of the inbox's function. */
const BATCH = 10;

/** The types of events that the insights service receives. */
const heard: readonly string[] = inboxes['insights-inbox'].events;

/**
 * Adds the events of a log to the rows and figures of the insights service, with the code of its inbox. Events that are
 * already in the rows change nothing.
 * @param lines JSON texts. Each line contains one event as the bus delivers it to a queue, or only the event's `detail`
 */
export const replayLog = async (
  lines: AsyncIterable<string> | Iterable<string>,
  dependencies: RecordEventsDependencies,
): Promise<Replayed> => {
  const consume = consumer('insights-inbox', reactions(dependencies));
  const failed: string[] = [];
  let [recorded, skipped, number] = [0, 0, 0];
  let batch: (ReceivedMessage & { readonly line: number })[] = [];

  const flush = async (): Promise<void> => {
    const dispositions = await consume(batch);
    for (const [index, disposition] of dispositions.entries()) {
      if (disposition.outcome === 'acknowledge') recorded += 1;
      else failed.push(`line ${batch[index]?.line}: ${disposition.error.code}: ${disposition.error.message}`);
    }
    batch = [];
  };

  for await (const body of lines) {
    number += 1;
    if (body.trim() === '') continue;
    if (isOfOthers(body)) {
      skipped += 1;
      continue;
    }
    batch.push({ body, receive: { count: 1, max: 1 }, line: number });
    if (batch.length === BATCH) await flush();
  }
  await flush();
  return { recorded, skipped, failed };
};

/** True for a valid event of a type that the insights service does not receive. */
const isOfOthers = (body: string): boolean => {
  try {
    return !heard.includes(parseMessage(body).type);
  } catch {
    return false;
  }
};
