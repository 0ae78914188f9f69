/**
 * The codes of errors that occur while a message is processed. They are in logs and on dead letters. Codes that begin
 * with `live.` are sent over WebSockets. No route responds with any of these codes.
 */
export const messageCodes: Readonly<Record<string, string>> = {
  'contact.changed':
    'The contact details changed while a bounce or complaint of their e-mail address was recorded.',
  'gateway.no-answer': 'The payment provider did not answer.',
  'gateway.odd-answer': 'The response of the payment provider has an unknown format.',
  'gateway.session-not-paid': 'The provider says that the payment to refund was never made.',
  'gateway.still-open': 'The provider has not closed its payment page yet.',
  'gateway.…':
    'Another error of a call to the payment provider. The rest of the code is the code or type of the error, or `status-` and the HTTP status.',
  'live.invalid-message': 'The message over a live connection does not match its schema.',
  'live.not-signed-in':
    'The token of the subscription over a live connection is not valid, or a ping came before the first subscription.',
  'live.role-missing': 'The subscription over a live connection is for staff.',
  'live.too-many-listeners': 'Too many live connections have the same subscription.',
  'live.too-many-subscriptions': 'The live connection has too many subscriptions.',
  'mail.…': 'SES did not take an e-mail. The rest of the code says why.',
  'message.invalid': 'The message does not match its schema.',
  'message.malformed-json': 'The message is not JSON.',
  'message.out-of-time': 'The function had to end before it had processed the message.',
  'message.too-old':
    'The message is so old that the stored items that show whether it was processed may be deleted.',
  'message.unanswered': 'The code that reacts to the message returned no result for it.',
  'message.unknown-type': 'This version of the code does not know the type of the message.',
  'message.unknown-value': 'This version of the code does not know a value in the message.',
  'message.unknown-version': 'This version of the code does not know the version of the message.',
  'notification.busy': 'Another worker is sending the same message to the customer.',
  'notification.claim-refused':
    "The log of the order's messages refuses to claim a message that it shows as free.",
  'order.not-paid': 'The order is not paid yet, so the step that the kitchen reports is not recorded.',
  'order.payment-mismatch': 'The event is about another amount or currency than the order.',
  'order.payment-not-requested': 'The order still waits for its stock, so no payment was requested.',
  'payment.asked-too-often': 'Too many workers ask the provider about one payment at once.',
  'payment.link-not-recorded': 'The payment changed before its link was recorded.',
  'payment.not-paid': 'The provider has no money for this payment yet.',
  'payment.not-recorded-yet': 'The payment does not exist yet, so its customer cannot be forgotten.',
  'payment.not-this-payment':
    'A webhook or a response of the provider is about another session, amount or currency than the payment.',
  'payment.session-not-recorded': 'No payment page is recorded for the payment yet.',
  'payment.session-opened-meanwhile': 'A payment page was opened while the payment was being closed.',
  'refund.not-found': 'The refund is not in the payment.',
  'refund.not-this-refund': 'A webhook is about another amount or currency than the refund.',
  'refund.others-pending': 'New refunds keep being added, so the automatic refund cannot be computed.',
  'refund.stale-attempt': 'A newer attempt of the refund has begun.',
  'release.undecided': 'The stock of the order is not released yet, because other workers change it.',
  'reservation.not-found': 'No stock is reserved for the order.',
  'reservation.vanished': 'The reservation was deleted while the message was processed.',
  'sms.…': 'SNS did not take a text message. The rest of the code says why.',
  'ticket.not-opened-yet': 'The ticket of the order does not exist yet.',
  'ticket.vanished': 'The ticket was deleted while the message was processed.',
  'unexpected.…': 'An error that Orderly does not know. The rest of the code is the name of the error.',
};
