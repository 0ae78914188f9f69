import * as z from 'zod/mini';
import { InstantField } from '../../shared/events/fields.ts';
import { route, type Problems } from '../../shared/http/route.ts';

/** The error codes of this service, with the HTTP status and the meaning of each. */
export const problems = {
  'ops.queue-not-found': {
    status: 404,
    meaning: 'No queue has this name. `GET /ops/status` lists the names.',
  },
  'route.method-not-allowed': {
    status: 405,
    meaning: 'The path does not have this method. `Allow` lists its methods.',
  },
  'route.not-found': { status: 404, meaning: 'No route has this path.' },
} as const satisfies Problems;

const Count = z.int().check(z.minimum(0));
const Rate = z.number().check(z.minimum(0));
const QueueName = z.string().check(z.minLength(1), z.maxLength(80));

/** The state of the queues, the alarms and the functions of a stage. A value is `null` if it is not known. */
const Status = () =>
  z.strictObject({
    /**
     * For each queue, how many messages wait (`depth`), are being processed (`inFlight`), are delayed, and are in the
     * queue's dead-letter queue because they could not be processed. `oldestAgeSeconds` is the age of the oldest
     * message.
     */
    queues: z.array(
      z.strictObject({
        name: z.string(),
        depth: z.nullable(Count),
        inFlight: z.nullable(Count),
        delayed: z.nullable(Count),
        deadLetters: z.nullable(Count),
        oldestAgeSeconds: z.nullable(z.number()),
      }),
    ),
    /** The CloudWatch alarms of the stage. `since` is when the alarm entered its present state. */
    alarms: z.nullable(
      z.array(
        z.strictObject({
          name: z.string(),
          state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
          since: z.nullable(InstantField),
        }),
      ),
    ),
    /**
     * How many invocations of functions failed in the last `windowMinutes` minutes. A `failureRate` of 1 means that all
     * invocations failed.
     */
    failures: z.strictObject({
      windowMinutes: z.int(),
      failureRate: z.nullable(Rate),
      services: z.nullable(
        z.array(
          z.strictObject({ service: z.string(), invocations: Count, errors: Count, failureRate: Rate }),
        ),
      ),
    }),
    /** The sources that could not be read, such as `alarms` or `queue orders-inbox`. Their values are `null`. */
    unavailable: z.array(z.string()),
  });

/** Messages in dead-letter queues, which hold the messages that could not be processed. */
const DeadLetters = () =>
  z.strictObject({
    /**
     * The messages, grouped by queue and by the cause of the failure. `source` is the inbox, relay or rule that gave up
     * the messages, if that is known.
     */
    groups: z.array(
      z.strictObject({
        queue: z.string(),
        cause: z.string(),
        code: z.string(),
        source: z.string(),
        count: Count,
        messages: z.array(
          z.strictObject({
            messageId: z.string(),
            type: z.optional(z.string()),
            eventId: z.optional(z.string()),
            correlationId: z.optional(z.string()),
            orderId: z.optional(z.string()),
            receiveCount: Count,
            sentAt: InstantField,
          }),
        ),
      }),
    ),
    /** False if there may be more dead letters than the response contains. */
    complete: z.boolean(),
  });

/** What became of the dead letters that should be sent back. */
const Redrive = () =>
  z.strictObject({
    queue: z.string(),
    /** How many messages were sent back. */
    count: Count,
    moved: z.array(
      z.strictObject({
        messageId: z.string(),
        type: z.optional(z.string()),
        eventId: z.optional(z.string()),
      }),
    ),
    /** The messages that stay in the dead-letter queue, because their destination refused them. */
    failed: z.array(z.strictObject({ messageId: z.string(), code: z.string(), reason: z.string() })),
    /** Those of the requested `messageIds` that were not found in the dead-letter queue. */
    notFound: z.array(z.string()),
    /** How many messages are left in the dead-letter queue. On AWS, this number is approximate. */
    remaining: Count,
  });

/** The schemas that docs/api/openapi.yaml shows by name. */
export const schemas = () => ({ Status: Status(), DeadLetters: DeadLetters(), Redrive: Redrive() });

/**
 * Shows that the API responds, and which stage and version it is. The route calls no other system, so monitors can call
 * it often. Any query parameters are allowed, so that monitors can bypass caches.
 */
export const getHealth = /* @__PURE__ */ route({
  method: 'GET',
  path: '/health',
  auth: 'public',
  summary: 'Show that the API responds, and its version',
  query: z.looseObject({}),
  answers: () => ({
    200: z.strictObject({ status: z.literal('ok'), stage: z.string(), version: z.string() }),
  }),
});

/** Responds to each request that no other route serves. Without this route, API Gateway would return 403. */
export const notFound = /* @__PURE__ */ route({
  method: 'ANY',
  path: '/{proxy+}',
  auth: 'public',
  summary: 'Respond with 404 to a route that does not exist',
  query: z.looseObject({}),
  problems: ['route.not-found', 'route.method-not-allowed'],
  answers: () => ({}),
});

/** Shows the state of all queues, alarms and functions of the stage. */
export const getStatus = /* @__PURE__ */ route({
  method: 'GET',
  path: '/ops/status',
  auth: 'admin',
  summary: 'Show queues, alarms and failures',
  answers: () => ({ 200: Status() }),
});

/**
 * Lists dead letters, which are messages that could not be processed. `queue` selects the queue; without it, the
 * response has the dead letters of all queues. Listing does not remove them.
 */
export const listDeadLetters = /* @__PURE__ */ route({
  method: 'GET',
  path: '/ops/dead-letters',
  auth: 'admin',
  summary: 'List messages that failed, by cause',
  query: z.strictObject({ queue: z.optional(QueueName) }),
  problems: ['ops.queue-not-found'],
  answers: () => ({ 200: DeadLetters() }),
});

/**
 * Sends dead letters of a queue back to where they came from, so that they are processed again. `messageIds` selects
 * the dead letters, at most 100. Without `messageIds`, one request sends back up to 100 dead letters.
 */
export const redriveDeadLetters = /* @__PURE__ */ route({
  method: 'POST',
  path: '/ops/dead-letters/{queue}/redrive',
  auth: 'admin',
  summary: 'Send failed messages back to be processed again',
  params: z.object({ queue: QueueName }),
  body: z.strictObject({
    messageIds: z.optional(
      z.array(z.string().check(z.minLength(1), z.maxLength(100))).check(z.minLength(1), z.maxLength(100)),
    ),
  }),
  problems: ['ops.queue-not-found'],
  answers: () => ({ 200: Redrive() }),
});
