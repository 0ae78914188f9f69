import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { Authenticate } from '../../../shared/http/auth.ts';
import type { HttpResponse } from '../../../shared/http/responses.ts';
import type { Cause } from '../../../shared/kernel/cause.ts';
import { befalls, type BehaviourStore } from './domain/behaviour.ts';
import type { SessionView } from './domain/session-view.ts';

/** What the routes for merchants have in common: the secret key, the page's address, and time-outs on request. */
export interface MerchantApi {
  /** @throws AppError 401 for anything but `Bearer <secret key>`. */
  readonly authenticate: Authenticate;
  /** Adds the hosted page's address, on the host that the request named. */
  readonly withUrl: (session: SessionView, baseUrl: string) => SessionView & { readonly url: string };
  /** The answer to a call that took effect; 504 in its place while the gateway is told to time out. */
  readonly answer: (response: HttpResponse, cause: Cause) => Promise<HttpResponse>;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares in a time that tells nothing of the secret: digests are of one length and compared to the end. */
const equal = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected));

/** Problem details (RFC 9457) with a status of a gateway's own, which the shared shell has no kind for. */
export const gatewayProblem = (
  status: 402 | 504,
  code: string,
  title: string,
  detail: string,
  { correlationId }: Cause,
): HttpResponse => ({
  status,
  body: { type: `urn:orderly:problem:${code}`, title, status, detail, code, correlationId },
  headers: { 'content-type': 'application/problem+json' },
});

/** The routes' common part over the secret key and the behaviour. */
export const merchantApi = (dependencies: {
  readonly secretKey: () => Promise<string>;
  readonly behaviours: BehaviourStore;
}): MerchantApi => ({
  authenticate: async (authorization) => {
    const given = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (given === undefined || !equal(given, await dependencies.secretKey())) {
      throw new AppError(
        'unauthenticated',
        'gateway.bad-secret-key',
        'Send the secret key: "Authorization: Bearer <key>"',
      );
    }
    return { id: 'merchant', roles: [] };
  },
  withUrl: (session, baseUrl) => ({ ...session, url: `${baseUrl}/gateway/pay/${session.id}` }),
  answer: async (response, cause) =>
    (await befalls(dependencies.behaviours, 'timeOutAfterActing'))
      ? gatewayProblem(
          504,
          'gateway.timeout',
          'Gateway timeout',
          'No answer in time; it may have worked',
          cause,
        )
      : response,
});
