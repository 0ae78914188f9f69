import { AppError } from '../../../shared/errors.ts';
import { type Headers, type HttpRequest, validate } from '../../../shared/http/contract.ts';
import { ok, type HttpResponse } from '../../../shared/http/responses.ts';
import { isForm } from '../../form.ts';
import { noSuchSession } from '../aggregate.ts';
import { PayerRequest } from '../api.ts';
import { withUrl } from '../domain/session-view.ts';
import type { findPayableSession } from '../get-session.ts';
import type { paySession, PayOutcome } from '../pay-session.ts';
import { missingPage, paymentPage } from './payment-page.tsx';

type Request = HttpRequest<{ readonly id: string }, unknown, unknown>;

/**
 * Handles the request of a payer who opens the link of a session.
 * @param ordersUrl the address below which the shop shows orders, for the link back. Without this address, the page has
 *   no such link
 */
export const showPage =
  (find: ReturnType<typeof findPayableSession>, ordersUrl?: string) =>
  async ({ path }: Pick<Request, 'path'>): Promise<HttpResponse> => {
    const session = await find(path.id);
    return session === undefined ? missingPage() : paymentPage(session, { ordersUrl });
  };

/**
 * Handles the payer's choice. The response to the page's form is the page; the response to a program's JSON is JSON.
 * @param ordersUrl see `showPage`
 */
export const answerPayer =
  (pay: ReturnType<typeof paySession>, ordersUrl?: string) =>
  async ({ path, headers, rawBody, baseUrl, trace }: Request): Promise<HttpResponse> => {
    const { outcome } = validate('body', PayerRequest, parse(rawBody(), headers));
    const result = await pay(path.id, outcome, trace);
    return isForm({ headers }) ? page(result, ordersUrl) : json(result, baseUrl());
  };

const parse = (raw: string, headers: Headers): unknown => {
  if (isForm({ headers })) return Object.fromEntries(new URLSearchParams(raw));
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) {
    const detail = 'Send the choice as JSON or as a form';
    throw new AppError('invalid', 'request.unsupported-media-type', detail);
  }
  try {
    return JSON.parse(raw);
  } catch (cause) {
    throw new AppError('invalid', 'request.malformed-json', 'The body is not valid JSON', { cause });
  }
};

const page = (result: PayOutcome, ordersUrl: string | undefined): HttpResponse => {
  if (result.outcome === 'missing') return missingPage();
  const answer = paymentPage(result.session, {
    declined: result.outcome === 'declined',
    ordersUrl,
  });
  return result.outcome === 'refused' ? { ...answer, status: 409 } : answer;
};

const json = (result: PayOutcome, baseUrl: string): HttpResponse => {
  if (result.outcome === 'missing') throw noSuchSession();
  const { orderId: _orderId, ...session } = result.session;
  if (result.outcome === 'refused') {
    throw new AppError('conflict', `gateway.session-${session.status}`, `The session is ${session.status}`);
  }
  return ok(withUrl(session, baseUrl));
};
