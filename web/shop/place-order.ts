import type { components } from '../../client/index.ts';
import type { Result } from '../common/calls.ts';
import type { Failure } from '../common/failure.ts';

type Order = components['schemas']['Order'];
type OrderRequest = components['schemas']['PlaceOrderRequest'];

/** An order that was sent, and that the API has neither accepted nor refused yet. */
export interface Attempt {
  /** The `Idempotency-Key`. If the server receives a request with the same key again, it places no second order. */
  readonly key: string;
  readonly request: OrderRequest;
  /** The customer who ordered. A key is valid only for its customer. */
  readonly customerId: string;
}

/**
 * The result of an attempt. With `unknown`, the page keeps the attempt and can repeat it, because the order may exist.
 */
export type Outcome =
  | { readonly kind: 'placed'; readonly order: Order; readonly request: OrderRequest }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'unknown'; readonly failure: Failure };

/** The functions and the stored attempt that placing an order needs. */
export interface Ports {
  /** Sends one request for the order. */
  readonly send: (attempt: Attempt) => Promise<Result<Order>>;
  /** The last attempt that was neither accepted nor refused. It survives a reload. */
  readonly attempt: { value: Attempt | undefined };
  readonly newKey: () => string;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** How long to wait before each further try of the same attempt. */
const PAUSES_MS = [500, 1500];

/**
 * Places an order once. If the customer has an attempt that was neither accepted nor refused, that attempt is repeated
 * with its own key and content, even if the basket has changed. That attempt may have placed its order although the
 * response was lost, so a new attempt could place a second order.
 * @param request what to order if there is no such attempt
 */
export const placeOrder =
  ({ send, attempt, newKey, wait }: Ports) =>
  async (request: OrderRequest, customerId: string): Promise<Outcome> => {
    const open = attempt.value;
    const current = open?.customerId === customerId ? open : { key: newKey(), request, customerId };
    attempt.value = current;
    for (let tries = 0; ; tries += 1) {
      const result = await send(current);
      if (result.ok) {
        attempt.value = undefined;
        return { kind: 'placed', order: result.value, request: current.request };
      }
      const { failure } = result;
      if (failure.kind === 'refused') {
        attempt.value = undefined;
        return { kind: 'refused', failure };
      }
      const pause = PAUSES_MS[tries];
      if (pause === undefined || failure.kind === 'offline' || failure.kind === 'signed-out') {
        return { kind: 'unknown', failure };
      }
      await wait(pause);
    }
  };
