import * as z from 'zod';
import { httpHandler } from '../../../../shared/http/http-handler.ts';
import { missingPage, paymentPage } from '../payment-page.ts';
import type { showPaymentPage } from './show-payment-page.ts';

/** GET /gateway/pay/{id} */
export const createHandler = (show: ReturnType<typeof showPaymentPage>) =>
  httpHandler({ auth: 'public', path: z.object({ id: z.string().min(1).max(128) }) }, async ({ path }) => {
    const session = await show(path.id);
    return session === undefined ? missingPage() : paymentPage(session);
  });
