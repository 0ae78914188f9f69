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
  'route.not-found': { status: 404, meaning: 'No route has this path and method.' },
} as const satisfies Problems;

const Count = z.int().check(z.minimum(0));
const Rate = z.number().check(z.minimum(0));
const QueueName = z.string().check(z.minLength(1), z.maxLength(80));

const Status = () =>
  z.strictObject({
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
    alarms: z.nullable(
      z.array(
        z.strictObject({
          name: z.string(),
          state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
          since: z.nullable(InstantField),
        }),
      ),
    ),
    failures: z.strictObject({
      windowMinutes: z.int(),
      failureRate: z.nullable(Rate),
      services: z.nullable(
        z.array(
          z.strictObject({ service: z.string(), invocations: Count, errors: Count, failureRate: Rate }),
        ),
      ),
    }),
    unavailable: z.array(z.string()),
  });

const DeadLetters = () =>
  z.strictObject({
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
    complete: z.boolean(),
  });

const Redrive = () =>
  z.strictObject({
    queue: z.string(),
    count: Count,
    moved: z.array(
      z.strictObject({
        messageId: z.string(),
        type: z.optional(z.string()),
        eventId: z.optional(z.string()),
      }),
    ),
    failed: z.array(z.strictObject({ messageId: z.string(), code: z.string(), reason: z.string() })),
    notFound: z.array(z.string()),
    remaining: Count,
  });

/** The schemas that docs/api/openapi.yaml shows by name. */
export const schemas = () => ({ Status: Status(), DeadLetters: DeadLetters(), Redrive: Redrive() });

/**
 * Shows that the API responds, and its version. The route calls no other system, so a request is cheap. Monitors may
 * add any query to bypass caches.
 */
export const getHealth = /* @__PURE__ */ route({
  method: 'GET',
  path: '/health',
  auth: 'public',
  summary: 'Show whether the API answers, and its version',
  query: z.looseObject({}),
  answers: () => ({
    200: z.strictObject({ status: z.literal('ok'), stage: z.string(), version: z.string() }),
  }),
});

/** Returns 404 for every route that does not exist. Without this route, API Gateway would return 403. */
export const notFound = /* @__PURE__ */ route({
  method: 'ANY',
  path: '/{proxy+}',
  auth: 'public',
  summary: 'Answer 404 for a route that does not exist',
  query: z.looseObject({}),
  problems: ['route.not-found', 'route.method-not-allowed'],
  answers: () => ({}),
});

/**
 * Shows queues, alarms and failures. `null` means not known. `unavailable` names the sources that could not be read.
 */
export const getStatus = /* @__PURE__ */ route({
  method: 'GET',
  path: '/ops/status',
  auth: 'admin',
  summary: 'Show queues, alarms and failures',
  answers: () => ({ 200: Status() }),
});

/** Lists the dead letters of all queues, or of one. Listing does not remove them. */
export const listDeadLetters = /* @__PURE__ */ route({
  method: 'GET',
  path: '/ops/dead-letters',
  auth: 'admin',
  summary: 'List dead letters by cause',
  query: z.strictObject({ queue: z.optional(QueueName) }),
  problems: ['ops.queue-not-found'],
  answers: () => ({ 200: DeadLetters() }),
});

/** Redrives the dead letters in `messageIds`. Without `messageIds`, all of the queue, at most 100 in a call. */
export const redriveDeadLetters = /* @__PURE__ */ route({
  method: 'POST',
  path: '/ops/dead-letters/{queue}/redrive',
  auth: 'admin',
  summary: 'Send dead letters back to where they came from',
  params: z.object({ queue: QueueName }),
  body: z.strictObject({
    messageIds: z.optional(
      z.array(z.string().check(z.minLength(1), z.maxLength(100))).check(z.minLength(1), z.maxLength(100)),
    ),
  }),
  problems: ['ops.queue-not-found'],
  answers: () => ({ 200: Redrive() }),
});
