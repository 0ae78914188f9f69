import type { HttpResponse } from './responses.ts';
import { systemIds } from '../kernel/ids.ts';
import { logger } from '../observability/logger.ts';
import type { Step } from './route.ts';

/**
 * Up to 64 characters: UUIDs, ULIDs and the 55 of a `traceparent` (W3C Trace Context, section 3.2) fit. Every event and
 * item that follows repeats the id, so a longer one would cost at every step.
 */
const CORRELATION_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

/** Step: takes the caller's `X-Correlation-Id` if it is well formed, or makes one, and adds it to every log line. */
export const correlation = (): Step => ({
  before: ({ event, internal }) => {
    const given = event.headers?.['x-correlation-id'];
    const correlationId = given !== undefined && CORRELATION_ID.test(given) ? given : systemIds();
    internal.correlationId = correlationId;
    logger.resetKeys();
    logger.appendKeys({ correlationId, method: event.httpMethod, route: event.resource });
  },
});

/** Step: one log line for each request, with its status. */
export const requestLog = (): Step => {
  const log: NonNullable<Step['after']> = ({ response }) => {
    logger.info('Request answered', { status: (response as HttpResponse).status });
  };
  return { after: log, onError: log };
};
