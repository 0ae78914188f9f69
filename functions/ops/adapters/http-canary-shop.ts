import * as z from 'zod/mini';
import { CANARY_PRODUCT } from '../../../shared/kernel/caller.ts';
import { limitedFetch } from '../../../shared/outbound.ts';
import type { CanaryOrder, CanaryShop } from '../domain/canary.ts';

/** The longest time for one request, in milliseconds. API Gateway usually responds in less than 1,000. */
const REQUEST_MS = 5_000;

/** A request before it is signed. */
export interface RequestToSign {
  readonly method: string;
  readonly url: string;
  readonly body?: string;
  readonly idempotencyKey?: string;
}

/** Signs a request with the canary's key, and returns what to send. */
export type Sign = (request: RequestToSign) => Promise<{
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}>;

/** The fields of an order that the canary reads. */
const Order = z.object({ orderId: z.string(), status: z.string(), paymentLink: z.optional(z.url()) });
/** The fields of the canary's product that the canary reads. */
const Product = z.object({ available: z.int() });
/** The fields of an error that the canary reads. None of them contains text that a person wrote. */
const ApiProblem = z.object({ code: z.string(), correlationId: z.optional(z.string()) });

/**
 * The shop as the canary uses it: through the public API.
 * @param apiUrl the address of the public API, without a trailing slash
 */
export const httpCanaryShop = (apiUrl: string, sign: Sign): CanaryShop => {
  const send = async <Schema extends z.ZodMiniType>(
    schema: Schema,
    expected: number,
    { path, ...request }: Omit<RequestToSign, 'url'> & { readonly path: string },
  ): Promise<{ readonly read: z.output<Schema>; readonly correlationId: string | undefined }> => {
    const { method, body } = request;
    const name = `${method} ${path}`;
    const signed = await sign({ ...request, url: `${apiUrl}${path}` });
    const { status, content, correlationId } = await answerTo(name, signed, {
      method,
      ...(body === undefined ? {} : { body }),
    });
    if (status !== expected) throw new Error(`${name}: ${status}${problemIn(content)}`);
    const read = schema.safeParse(content);
    if (!read.success) throw new Error(`${name}: ${status} with a body that the contract does not allow`);
    return { read: read.data, correlationId };
  };

  const orderIn = async (...args: Parameters<typeof send<typeof Order>>): Promise<CanaryOrder> => {
    const { read, correlationId } = await send(...args);
    const { orderId, status, paymentLink } = read;
    return { orderId, status, hasPaymentLink: paymentLink !== undefined, correlationId };
  };

  return {
    available: async () =>
      (await send(Product, 200, { method: 'GET', path: `/products/${CANARY_PRODUCT}` })).read.available,
    place: (idempotencyKey) =>
      orderIn(Order, 202, {
        method: 'POST',
        path: '/orders',
        idempotencyKey,
        body: JSON.stringify({ items: [{ productId: CANARY_PRODUCT, quantity: 1 }] }),
      }),
    load: (orderId) => orderIn(Order, 200, { method: 'GET', path: `/orders/${orderId}` }),
    cancel: (orderId) => orderIn(Order, 200, { method: 'POST', path: `/orders/${orderId}/cancel` }),
  };
};

/**
 * Sends a request.
 * @throws Error if there is no response. The error names the request.
 */
const answerTo = async (
  name: string,
  { url, headers }: Awaited<ReturnType<Sign>>,
  init: { readonly method: string; readonly body?: string },
): Promise<{
  readonly status: number;
  readonly content: unknown;
  readonly correlationId: string | undefined;
}> => {
  try {
    const response = await limitedFetch(REQUEST_MS)(url, { ...init, headers, redirect: 'error' });
    const text = await response.text();
    const correlationId = response.headers.get('x-correlation-id') ?? undefined;
    return { status: response.status, content: jsonOf(text), correlationId };
  } catch (error) {
    // The message `fetch failed` does not explain the failure. The error's cause does.
    const { message, cause } = error as Error & { readonly cause?: { readonly message?: string } };
    throw new Error(`${name}: no answer (${cause?.message ?? message})`, {
      cause: error,
    });
  }
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const problemIn = (content: unknown): string => {
  const { data } = ApiProblem.safeParse(content);
  if (data === undefined) return '';
  return ` ${data.code}${data.correlationId === undefined ? '' : ` (correlation id ${data.correlationId})`}`;
};
