import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import type { QueueMessage } from '../events/integration-event.ts';
import { logger, nearTimeout } from '../observability/telemetry.ts';
import { withDeadline } from '../outbound.ts';
import { invalidMessage, messageIn } from './message.ts';

/** An event as EventBridge passes it to a function (EventBridge user guide, "Events"). */
export interface BusEvent {
  readonly detail: unknown;
}

/**
 * Builds the Lambda handler of a listener. EventBridge invokes the listener directly with each event, and not through a
 * queue. The infrastructure switches off retries. So a failed event is lost, and counts as an error of the function.
 * @param Data the schema of the fields of the event's `data` that the listener reads. Other fields of `data` are not
 *   checked.
 */
export const listenerHandler = <Data extends z.core.$ZodType>(
  Data: Data,
  react: (message: QueueMessage<z.output<Data>>) => Promise<void>,
) => {
  const parse = ({ detail }: BusEvent): QueueMessage<z.output<Data>> => {
    const message = messageIn(detail);
    const data = z.safeParse(Data, message.data);
    if (!data.success) throw invalidMessage(message.type, data.error);
    return { ...message, data: data.data };
  };

  const shell = middy<BusEvent, void>({ timeoutEarlyInMillis: 0 }).use(nearTimeout());
  return withDeadline<BusEvent, void>((event, context: Context) =>
    shell.handler(async (received) => {
      const message = parse(received);
      const { id: messageId, type: messageType, correlationId, causationId } = message;
      logger.resetKeys();
      logger.appendKeys({ messageId, messageType, correlationId, causationId });
      await react(message);
      logger.info('Event processed');
    })(event, context),
  );
};
