import * as api from '../../functions/payments/api.ts';
import type { ServiceScope } from '../constructs/service-scope.ts';

/** The payments service: one payment per order, its refund ledger, and the connection to the payment provider. */
export const payments = (service: ServiceScope): void => {
  const { returnUrl } = service.settings.paymentProvider;
  service.inbox('payments-inbox', 'inbox', {
    table: ['GetItem', 'PutItem'],
    paymentProvider: true,
    ...(returnUrl === undefined ? {} : { environment: { PAYMENT_RETURN_URL: returnUrl } }),
  });
  service.route(api.getPayment, 'get-payment', { table: ['GetItem'] });
  service.route(api.refundPayment, 'refund-payment', { table: ['GetItem', 'PutItem'] });
  service.route(api.receiveWebhook, 'receive-webhook', {
    paymentProvider: true,
    sendsTo: ['payments-inbox'],
    reservedConcurrency: service.settings.webhookConcurrency,
  });
  service.schedule('sweep-payments', {
    everyHours: 1,
    timeoutSeconds: 60,
    table: ['GetItem', 'PutItem', 'Query'],
    sendsTo: ['payments-inbox'],
  });
  service.relay();
};
