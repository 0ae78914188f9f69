import * as z from 'zod/mini';
import { lineOfText, route } from '../../shared/http/route.ts';

const SessionPath = z.object({ id: z.string().check(z.minLength(1), z.maxLength(128)) });
/** An amount in minor units (cents). */
const Amount = z.int().check(z.minimum(1), z.maximum(1_000_000_000_000));
const Currency = z.string().check(z.regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code'));

const CreateSessionRequest = z.strictObject({
  orderId: lineOfText(128),
  amount: Amount,
  currency: Currency,
  payBy: z.iso.datetime(),
  metadata: z.prefault(
    z
      .record(z.string().check(z.minLength(1), z.maxLength(40)), z.string().check(z.maxLength(500)))
      .check(z.refine((metadata) => Object.keys(metadata).length <= 50, 'may have at most 50 entries')),
    {},
  ),
});

const WebhookEndpointRequest = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).check(z.maxLength(2048)),
  rotate: z.prefault(z.boolean(), false),
});

/** The call that creates this schema is marked as pure. The comment on `ConsoleAction` below gives the reason. */
const Behaviour = /* @__PURE__ */ (() =>
  z.strictObject({
    delaySeconds: z.optional(z.int().check(z.minimum(0), z.maximum(900))),
    duplicate: z.optional(z.int().check(z.minimum(0), z.maximum(10))),
    lose: z.optional(z.int().check(z.minimum(0), z.maximum(10_000))),
    reorder: z.optional(z.boolean()),
    forge: z.optional(z.boolean()),
    refuseSessions: z.optional(z.boolean()),
    refuseRefunds: z.optional(z.boolean()),
    timeOutAfterActing: z.optional(z.union([z.boolean(), z.int().check(z.minimum(0), z.maximum(10_000))])),
  }))();

/** The fields of a session in a response. */
const sessionFields = () => ({
  id: z.string(),
  url: z.url(),
  status: z.enum(['open', 'paid', 'expired']),
  amount: Amount,
  currency: Currency,
  payBy: z.iso.datetime(),
  paidAt: z.optional(z.iso.datetime()),
  metadata: z.record(z.string(), z.string()),
  refundedAmount: z.int().check(z.minimum(0)),
});
const Session = () => z.strictObject(sessionFields());

/** A session with its refunds and disputes. Refunds without a `key` were made in the console. */
const SessionDetails = () =>
  z.strictObject({
    ...sessionFields(),
    orderId: z.string(),
    refunds: z.array(
      z.strictObject({
        id: z.string(),
        key: z.optional(z.string()),
        amount: Amount,
        status: z.literal('settled'),
      }),
    ),
    disputes: z.array(
      z.strictObject({
        id: z.string(),
        amount: Amount,
        status: z.enum(['open', 'won', 'lost']),
        reason: z.string(),
        openedAt: z.iso.datetime(),
      }),
    ),
  });

/**
 * An action that a person takes in the gateway's console, or that the bank takes. Without an `amount`, all money that
 * is left is refunded or disputed. The call that creates the schema is marked `@__PURE__`, so that esbuild drops the
 * schema from the bundles of other routes.
 */
const ConsoleAction = /* @__PURE__ */ (() =>
  z.discriminatedUnion('action', [
    z.strictObject({ action: z.enum(['refund', 'open-dispute']), amount: z.optional(Amount) }),
    z.strictObject({ action: z.enum(['win-dispute', 'lose-dispute']) }),
  ]))();

const Refund = () => z.strictObject({ id: z.string(), amount: Amount, status: z.literal('settled') });

/**
 * Opens a session (201). If an earlier request with the same idempotency key opened a session, returns that session
 * (200).
 */
export const createSession = /* @__PURE__ */ route({
  method: 'POST',
  path: '/gateway/sessions',
  auth: 'secret-key',
  summary: 'Open a payment session',
  body: CreateSessionRequest,
  idempotencyKey: 'required',
  answers: () => ({ 200: Session(), 201: Session() }),
});

/** Shows the present state of a session. */
export const getSession = /* @__PURE__ */ route({
  method: 'GET',
  path: '/gateway/sessions/{id}',
  auth: 'secret-key',
  summary: 'Show a payment session',
  params: SessionPath,
  answers: () => ({ 200: SessionDetails() }),
});

/** Moves money without the merchant: a refund in the console, or a dispute. A webhook tells the merchant. */
export const actInConsole = /* @__PURE__ */ route({
  method: 'POST',
  path: '/gateway/sessions/{id}/console',
  auth: 'secret-key',
  summary: 'Refund or dispute a payment as a person at the provider',
  params: SessionPath,
  body: ConsoleAction,
  answers: () => ({ 200: SessionDetails() }),
});

/** Closes a session. A paid session stays paid. */
export const expireSession = /* @__PURE__ */ route({
  method: 'POST',
  path: '/gateway/sessions/{id}/expire',
  auth: 'secret-key',
  summary: 'Close a payment session',
  params: SessionPath,
  body: z.strictObject({}),
  answers: () => ({ 200: Session() }),
});

/** Refunds money of a paid session. A repeated request gets the first response again. */
export const refundPayment = /* @__PURE__ */ route({
  method: 'POST',
  path: '/gateway/sessions/{id}/refunds',
  auth: 'secret-key',
  summary: 'Refund a payment',
  params: SessionPath,
  body: z.strictObject({ amount: Amount }),
  idempotencyKey: 'required',
  answers: () => ({ 201: Refund() }),
});

/** Sets the URL to which webhooks are sent. Returns the secret that signs them. */
export const registerWebhookEndpoint = /* @__PURE__ */ route({
  method: 'PUT',
  path: '/gateway/webhook-endpoint',
  auth: 'secret-key',
  summary: 'Register the address of the webhooks',
  body: WebhookEndpointRequest,
  answers: () => ({ 200: z.strictObject({ secret: z.string() }) }),
});

/** Shows how the gateway misbehaves. A field that counts down shows the number that is left. */
export const getBehaviour = /* @__PURE__ */ route({
  method: 'GET',
  path: '/gateway/behaviour',
  auth: 'secret-key',
  summary: 'Show how the gateway misbehaves',
  answers: () => ({ 200: Behaviour }),
});

/** Sets how the gateway misbehaves. Replaces all fields. */
export const setBehaviour = /* @__PURE__ */ route({
  method: 'PUT',
  path: '/gateway/behaviour',
  auth: 'secret-key',
  summary: 'Set how the gateway misbehaves',
  body: Behaviour,
  answers: () => ({ 200: Behaviour }),
});

/** Allows any query parameter. Mail programs add parameters to links, and the page's form sends them again. */
const AnyQuery = z.looseObject({});

/** Shows the payment page, as HTML. */
export const showPaymentPage = /* @__PURE__ */ route({
  method: 'GET',
  path: '/gateway/pay/{id}',
  auth: 'public',
  summary: 'Show the payment page',
  params: SessionPath,
  query: AnyQuery,
  answers: () => ({ 200: z.string() }),
});

/**
 * What the payer sends, as a form or as JSON. This schema is not the route's `body`, because the HTTP pipeline
 * (`shared/http/contract.ts`) accepts only JSON there.
 */
export const PayerRequest = z.strictObject({ outcome: z.enum(['succeed', 'decline']) });

/**
 * Pays a session, or simulates that the bank declines. The response to a form is the payment page; the response to JSON
 * is the session as JSON.
 */
export const paySession = /* @__PURE__ */ route({
  method: 'POST',
  path: '/gateway/pay/{id}',
  auth: 'public',
  summary: 'Pay, or decline to',
  params: SessionPath,
  query: AnyQuery,
  answers: () => ({ 200: z.union([Session(), z.string()]) }),
});
