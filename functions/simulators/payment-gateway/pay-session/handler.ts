import * as z from 'zod/mini';
import { AppError } from '../../../../shared/errors.ts';
import { httpHandler } from '../../../../shared/http/http-handler.ts';
import { validate } from '../../../../shared/http/request.ts';
import type { HttpResponse } from '../../../../shared/http/responses.ts';
import { missingPage, paymentPage } from '../payment-page.tsx';
import type { paySession, PayOutcome } from './pay-session.ts';

const Choice = z.strictObject({ outcome: z.enum(['succeed', 'decline']) });

/** A program speaks JSON, the page's form what forms speak (HTML, "Form submission": URL-encoded form data). */
const parse = (raw: string, contentType: string): unknown => {
  if (/^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType)) {
    return Object.fromEntries(new URLSearchParams(raw));
  }
  if (!/^application\/json\s*(;|$)/i.test(contentType)) {
    const detail = 'Send the choice as JSON or as a form';
    throw new AppError('invalid', 'request.unsupported-media-type', detail);
  }
  try {
    return JSON.parse(raw);
  } catch (cause) {
    throw new AppError('invalid', 'request.malformed-json', 'The body is not valid JSON', { cause });
  }
};

const page = (result: PayOutcome): HttpResponse => {
  if (result.outcome === 'missing') return missingPage();
  const answer = paymentPage(result.session, { declined: result.outcome === 'declined' });
  return result.outcome === 'refused' ? { ...answer, status: 409 } : answer;
};

const json = (result: PayOutcome, baseUrl: string): HttpResponse => {
  if (result.outcome === 'missing') {
    throw new AppError('not-found', 'gateway.session-not-found', 'No such session');
  }
  const { orderId: _orderId, ...session } = result.session;
  if (result.outcome === 'refused') {
    throw new AppError('conflict', `gateway.session-${session.status}`, `The session is ${session.status}`);
  }
  return { status: 200, body: { ...session, url: `${baseUrl}/gateway/pay/${session.id}` } };
};

/** POST /gateway/pay/{id}: from the page's form, answered with the page, or from a program, answered with JSON. */
export const createHandler = (pay: ReturnType<typeof paySession>) =>
  httpHandler(
    {
      auth: 'public',
      path: z.object({ id: z.string().check(z.minLength(1), z.maxLength(128)) }),
      // Mail programs add parameters of their own to links that they follow, and the page's form keeps them.
      query: z.looseObject({}),
    },
    async ({ path, headers, rawBody, baseUrl }) => {
      const contentType = headers['content-type'] ?? '';
      const { outcome } = validate('body', Choice, parse(rawBody(), contentType));
      const result = await pay(path.id, outcome);
      return /json/i.test(contentType) ? json(result, baseUrl()) : page(result);
    },
  );
