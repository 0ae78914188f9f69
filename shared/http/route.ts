import type { Caller, Role } from '../kernel/caller.ts';
import type middy from '@middy/core';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import * as z from 'zod/mini';

/**
 * `ANY` is the method of a single route, which gets all requests that match no other route. A route for GET also serves
 * HEAD (RFC 9110, section 9.3.2).
 */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'ANY';

/**
 * Who may call a route:
 * - `public`: anyone;
 * - a role: a caller with that role (`hasRole`);
 * - `secret-key`: the bearer of the simulated payment gateway's secret key, which the option `authenticate` of
 *   `httpHandler` checks.
 */
export type RouteAuth = 'public' | Role | 'secret-key';

/** What the code of a problem means: `meaning` says what happened, and what the caller can do. */
export interface ProblemMeaning {
  readonly status: number;
  readonly meaning: string;
}

/** The problems that a service declares in its `api.ts`, by code. */
export type Problems = Readonly<Record<string, ProblemMeaning>>;

/** One route of the HTTP API. Its handler, its infrastructure and the contract in docs/api use this declaration. */
export interface Route<
  Path extends z.core.$ZodType = z.core.$ZodType,
  Query extends z.core.$ZodType = z.core.$ZodType,
  Body extends z.core.$ZodType = z.core.$ZodType,
> {
  readonly method: HttpMethod;
  /** The path, with parameters in braces, e.g. `/orders/{orderId}`. */
  readonly path: string;
  readonly auth: RouteAuth;
  /** Whether the route also accepts a partner's signature (RFC 9421) in place of a token. */
  readonly signed?: boolean;
  readonly summary: string;
  /** The schema of the path parameters. */
  readonly params?: Path;
  /** The schema of the query parameters. Without one, a request with any query parameter is refused. */
  readonly query?: Query;
  readonly body?: Body;
  /** Whether the route reads the header `Idempotency-Key`. With `required`, a request without the header is refused. */
  readonly idempotencyKey?: 'required' | 'optional';
  /**
   * The codes of the problems that this route has besides those of shared/http/problems.ts. `problems` in the same
   * `api.ts` explains these codes.
   */
  readonly problems?: readonly string[];
  /**
   * Returns the schema of the body of each success response, by status. No Lambda function calls this, so none has to
   * load the schemas.
   */
  readonly answers: () => Readonly<Record<number, z.core.$ZodType>>;
}

/**
 * Declares a route. The function only adds types, so a bundler may remove the routes that a Lambda function does not
 * use.
 */
export const route = <
  Path extends z.core.$ZodType = z.core.$ZodNever,
  Query extends z.core.$ZodType = z.core.$ZodNever,
  Body extends z.core.$ZodType = z.core.$ZodNever,
>(
  declared: Route<Path, Query, Body>,
): Route<Path, Query, Body> => declared;

/** What the steps of the HTTP pipeline store about a request (middy's `request.internal`). */
export interface RequestState extends Record<string, unknown> {
  correlationId: string;
  caller: Caller;
  /** The header `If-None-Match` of a GET or HEAD. Empty if the request has none. Undefined for other methods. */
  knownTags: string | undefined;
  isHead: boolean;
}

/** The type of a step of the HTTP pipeline: a middy middleware. */
// oxlint-disable-next-line typescript/no-explicit-any -- a step may change the response's type, so middy's types use any, too
export type Step = middy.MiddlewareObj<APIGatewayProxyEvent, any, unknown, Context, RequestState>;

/**
 * The security headers of responses, whether a function or API Gateway itself sends them (OWASP, "REST Security Cheat
 * Sheet"). A handler may replace them, for example for a page.
 * @param onAws whether browsers must use https from now on. It must be false with an emulator, because a browser would
 * then use https for everything on `localhost`.
 */
export const securityHeaders = (onAws: boolean): Readonly<Record<string, string>> => ({
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  ...(onAws ? { 'strict-transport-security': 'max-age=31536000' } : {}),
});

/** The headers that pages of allowed origins may read, in addition to those that the Fetch standard always allows. */
export const EXPOSED_HEADERS = 'Allow, ETag, Location, Retry-After, X-Correlation-Id';

/**
 * The pattern with which browsers check e-mail addresses (HTML standard, "Valid e-mail address"). zod has it too, but
 * importing it would add all of zod's patterns to bundles.
 */
const BROWSERS_EMAIL =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** An e-mail address. SMTP allows at most 254 characters (RFC 5321, section 4.5.3.1.3). */
export const EmailAddress = z
  .string()
  .check(z.maxLength(254), z.regex(BROWSERS_EMAIL, 'must be an e-mail address'));

/** A phone number in E.164 format (ITU-T): a plus sign and 7 to 15 digits. */
export const PhoneNumber = z
  .string()
  .check(z.regex(/^\+[1-9]\d{6,14}$/, 'must be an international number such as +4915112345678'));

/**
 * Characters that change how the text around them is shown: controls, line and paragraph separators, the embeddings,
 * overrides and isolates of UAX #9, deprecated format characters, annotations, and code points that are not characters.
 * The implicit marks of UAX #9 and the joiners U+200C and U+200D are allowed, because names in many scripts need them.
 */
const DISRUPTIVE =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\u202A-\u202E\u2066-\u206F\uFFF9-\uFFFB]/u;

/** A character that can be seen. U+2800 is the empty Braille pattern. */
const VISIBLE = /[^\s\p{M}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Refuses text that is empty or cannot be seen. */
export const visible = /* @__PURE__ */ z.refine<string>(
  (text) => VISIBLE.test(text),
  'must contain a visible character',
);

/** One line of text for people, such as a name. White space at its ends is removed. */
export const lineOfText = (max: number) =>
  z.string().check(
    z.trim(),
    z.minLength(1),
    z.maxLength(max),
    z.refine(
      (text) => !DISRUPTIVE.test(text),
      'must not contain line breaks, control characters, or characters that change the direction of text',
    ),
    visible,
  );

/** Text for people that may have several lines, and may be empty. For text that must not be empty, add `visible`. */
export const multilineText = (max: number) =>
  z.string().check(
    z.maxLength(max),
    z.refine(
      (text) => !DISRUPTIVE.test(text.replaceAll(/[\r\n\t]/g, ' ')),
      'must not contain control characters, or characters that change the direction of text',
    ),
  );
