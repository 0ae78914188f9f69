import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { logger } from '../../../../shared/observability/logger.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { deliverWebhook } from './deliver-webhook.ts';

/** What the gateway itself put on the queue; whatever else is there fails, and the redrive policy puts it to rest. */
const QueuedDelivery = z.object({
  webhook: z.object({ id: z.string().check(z.minLength(1)), body: z.looseObject({ type: z.string() }) }),
  attempt: z.int().check(z.minimum(1)),
  forged: z.boolean(),
});

/** The shell around the webhook queue: the records of a batch run concurrently, and fail each on its own. */
export const createHandler = (deliver: ReturnType<typeof deliverWebhook>) => {
  const processor = new BatchProcessor(EventType.SQS);
  const handleRecord = async ({ body }: SQSRecord): Promise<void> => {
    const delivery = QueuedDelivery.parse(JSON.parse(body)) as unknown as Delivery;
    const outcome = await deliver(delivery);
    logger.info('Webhook attempted', {
      webhookId: delivery.webhook.id,
      attempt: delivery.attempt,
      forged: delivery.forged,
      outcome,
    });
  };
  return (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
    processPartialResponse(event, handleRecord, processor, { context, throwOnFullBatchFailure: false });
};
