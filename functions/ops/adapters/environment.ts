import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';

/** Parses the environment variable `QUEUES`: all queues as JSON, written by `infra/constructs/queue-registry.ts`. */
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

/**
 * Sends requests to the configured endpoint. A function may not be able to reach the host in an emulator's queue URLs.
 */
export const opsSqsClient = new SQSClient({ useQueueUrlAsEndpoint: false });
