import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import { created, type HttpResponse } from '../../shared/http/responses.ts';
import type { Authenticate } from '../../shared/kernel/caller.ts';
import type { Trace } from '../../shared/kernel/messages.ts';
import type { SessionOutcome } from './create-session.ts';
import { misbehaves, type BehaviourStore } from './domain/behaviour.ts';
import { withUrl } from './domain/session-view.ts';
import type { RefundOutcome } from './refund-payment.ts';

/** Authenticates the merchant by the header `Authorization: Bearer <secret key>`. */
export const authenticateMerchant =
  (secretKey: () => Promise<string>): Authenticate =>
  async (authorization) => {
    const given = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (given === undefined || !equal(given, await secretKey())) {
      throw new AppError(
        'unauthenticated',
        'gateway.bad-secret-key',
        'Send the secret key: "Authorization: Bearer <key>"',
      );
    }
    return { id: 'merchant', roles: [] };
  };

/** Compares two texts in constant time. It compares digests, because `timingSafeEqual` needs values of equal length. */
const equal = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The response to a request for a session: 201 if it is new, 200 if it was opened before, 402 if it was refused. */
export const sessionAnswer = (result: SessionOutcome, baseUrl: string, trace: Trace): HttpResponse =>
  result.outcome === 'refused'
    ? gatewayProblem(402, 'gateway.session-refused', 'Session refused', 'The payment was refused', trace)
    : { status: result.isNew ? 201 : 200, body: withUrl(result.session, baseUrl) };

/** The response to a request for a refund: 201, or 402 if it was refused. */
export const refundAnswer = (result: RefundOutcome, trace: Trace): HttpResponse =>
  result.outcome === 'refused'
    ? gatewayProblem(402, 'gateway.refund-refused', 'Refund refused', 'The refund was refused', trace)
    : created(result.refund);

/** Returns `response`. If it is a success and the behaviour `timeOutAfterActing` applies, returns 504 instead. */
export const answerMerchant =
  (behaviours: BehaviourStore) =>
  async (response: HttpResponse, trace: Trace): Promise<HttpResponse> => {
    if (response.status >= 400 || !(await misbehaves(behaviours, 'timeOutAfterActing'))) return response;
    const detail = 'No answer in time; it may have worked';
    return gatewayProblem(504, 'gateway.timeout', 'Gateway timeout', detail, trace);
  };

/** Problem details (RFC 9457) with status 402 or 504, for which `AppError` has no kind. */
const gatewayProblem = (
  status: 402 | 504,
  code: string,
  title: string,
  detail: string,
  { correlationId }: Trace,
): HttpResponse => ({
  status,
  body: { type: `urn:orderly:problem:${code}`, title, status, detail, code, correlationId },
  headers: { 'content-type': 'application/problem+json' },
});
