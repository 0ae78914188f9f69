import * as z from 'zod/mini';
import { OrderId } from '../../../shared/events/fields.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import type { GetPayment } from './get-payment.ts';

/** `{orderId}` of the path. */
const PaymentPath = z.strictObject({ orderId: OrderId });

/** `GET /payments/{orderId}`. */
export const createHandler = (getPayment: GetPayment) =>
  httpHandler({ auth: 'customer', path: PaymentPath }, async ({ caller, path }) =>
    ok(await getPayment(caller, path.orderId)),
  );
