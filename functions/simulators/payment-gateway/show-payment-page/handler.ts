import * as z from 'zod/mini';
import { httpHandler } from '../../../../shared/http/http-handler.ts';
import { missingPage, paymentPage } from '../payment-page.tsx';
import type { showPaymentPage } from './show-payment-page.ts';

/** GET /gateway/pay/{id} */
export const createHandler = (show: ReturnType<typeof showPaymentPage>) =>
  httpHandler(
    {
      auth: 'public',
      path: z.object({ id: z.string().check(z.minLength(1), z.maxLength(128)) }),
      // Mail programs add parameters of their own to links that they follow.
      query: z.looseObject({}),
    },
    async ({ path }) => {
      const session = await show(path.id);
      return session === undefined ? missingPage() : paymentPage(session);
    },
  );
