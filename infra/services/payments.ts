import type { ServiceScope } from '../constructs/service-scope.ts';

/** One payment an order, its refund ledger, and the way to the payment provider. */
export const payments = (service: ServiceScope): void => {
  const { returnUrl } = service.settings.paymentProvider;
  service.inbox('payments-inbox', 'inbox', {
    table: ['GetItem', 'PutItem'],
    paymentProvider: true,
    ...(returnUrl === undefined ? {} : { environment: { PAYMENT_RETURN_URL: returnUrl } }),
  });
  service.route('GET', '/payments/{orderId}', 'get-payment', { table: ['GetItem'] });
  service.route('POST', '/payments/{orderId}/refunds', 'refund-payment', { table: ['GetItem', 'PutItem'] });
  service.route('POST', '/webhooks/payments', 'receive-webhook', {
    public: true,
    paymentProvider: true,
    sendsTo: ['payments-inbox'],
  });
  service.relay();
  service.alarmOn(
    'RefundsFailed',
    'refund-refused',
    'A refund was refused or came back: an ended order keeps money until somebody sees to it (waitingFor: refund).',
  );
};
