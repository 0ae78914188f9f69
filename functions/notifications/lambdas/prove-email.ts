import middy from '@middy/core';
import { nearTimeout } from '../../../shared/observability/telemetry.ts';
import { proveEmail, type TokenEvent } from '../prove-email.ts';

/**
 * Cognito calls this function before it generates a customer's tokens. The function does not log the event, because the
 * event has personal data.
 */
export const handler = middy<TokenEvent, TokenEvent>()
  .use(nearTimeout())
  .handler(async (event: TokenEvent) => proveEmail(event));
