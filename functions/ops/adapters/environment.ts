import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';

/** `QUEUES`: the platform's queues as a JSON list, written by the stack (`infra/constructs/queue-registry.ts`). */
export const QueuesVariable = z.pipe(
  z.pipe(
    z.string(),
    z.transform((json, context): unknown => {
      try {
        return JSON.parse(json);
      } catch {
        context.issues.push({ code: 'custom', message: 'is not JSON', input: json });
        return z.NEVER;
      }
    }),
  ),
  z.array(
    z.object({
      name: z.string().check(z.minLength(1)),
      url: z.optional(z.string().check(z.minLength(1))),
      dlqUrl: z.string().check(z.minLength(1)),
      dlqName: z.string().check(z.minLength(1)),
      target: z.enum(['queue', 'bus']),
    }),
  ),
);

/** Uses the configured endpoint: the host in an emulator's queue URLs may not be reachable from here. */
export const opsSqsClient = new SQSClient({ useQueueUrlAsEndpoint: false });
