import type { HttpResponse } from './responses.ts';
import { systemIds } from '../kernel/ids.ts';
import { logger } from '../observability/telemetry.ts';
import type { Step } from './route.ts';

/**
 * Allows up to 64 characters, which covers UUIDs, ULIDs and the 55 characters of a `traceparent` (W3C Trace Context,
 * section 3.2). Every event and item that follows stores the id, so a longer one would cost at every step.
 */
const CORRELATION_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

/**
 * A step of the HTTP pipeline: sets the correlation id and adds it to every log line. It uses the caller's
 * `X-Correlation-Id` if that is well formed, or else creates an id.
 */
export const correlation = (): Step => ({
  before: ({ event, internal }) => {
    const given = event.headers?.['x-correlation-id'];
    const correlationId = given !== undefined && CORRELATION_ID.test(given) ? given : systemIds();
    internal.correlationId = correlationId;
    logger.resetKeys();
    logger.appendKeys({ correlationId, method: event.httpMethod, route: event.resource });
  },
});

/** A step of the HTTP pipeline: writes one log line for each request, with the response's status. */
export const requestLog = (): Step => {
  const log: NonNullable<Step['after']> = ({ response }) => {
    logger.info('Request answered', { status: (response as HttpResponse).status });
  };
  return { after: log, onError: log };
};
