/**
 * What packed items have in common: names of fields, and values that come again and again. Compression may refer to it,
 * so an item holds of all this but references (RFC 1950, preset dictionary). It is a hint alone: what is not in it is
 * packed all the same, in more bytes. Nearer to the end is cheaper, so what is in every item comes last.
 *
 * NEVER CHANGE IT: an item can be read with the dictionary that it was packed with, and with no other. Each packed item
 * says which one that was (zlib's DICTID), so another can be added beside this one.
 */
export const packingDictionary: Uint8Array = Buffer.from(
  [
    '"refundRequestedAt":"","refundRefusedAt":"","failure":"","requestedAmount":,"attempt":1,"remindedAt":"',
    '"closure":{"requestedAt":"","answerBy":""},"rejection":{"reason":"out-of-stock","shortages":[{"productId":"","requested":,"available":',
    '"declineReason":"","declineId":"","declines":["payment-declined: card_declined","cause":"inferred"',
    '"previousStatus":"","by":"system","by":"staff","by":"customer","cause":"cancelled-by-customer","cause":"not-paid-in-time"',
    '"RefundCompleted:"RefundFailed:"RefundAccepted:"RefundRequested:"PaymentReminderDue:"PaymentClosureRequested:',
    '"PaymentClosed:"PaymentFailed:"OrderCancelled:"OrderExpired:"OrderRejected:',
    '"status":"REJECTED""status":"EXPIRED""status":"CANCELLED""status":"PARTIALLY_REFUNDED""status":"REFUNDED""status":"SETTLED"',
    '"status":"FAILED""status":"CLOSED","closedAt":"TOMBSTONE","cancelledAt":"","note":"',
    '{"state":{"amount":,"payBy":"","requestedAt":"","correlationId":"","status":"CAPTURED","session":{"id":"cs_live_',
    '","url":"https://checkout.stripe.com/c/pay/cs_"},"capturedAt":"","refunds":[]},"outbox":[{"id":"PaymentLinkCreated:',
    '"type":"PaymentSucceeded","paymentId":"cs_","paymentLink":"https://","amount":,"currency":"EUR","payBy":"',
    '"receivedAt":"","status":"WAITING","startedAt":"","confirmed":true,"confirmed":false,"readyAt":"","completedAt":"',
    '"type":"FulfilmentReady","type":"FulfilmentCompleted","type":"FulfilmentStarted"',
    '"awaitingSince":"","linkAskedAt":"","placedAt":"","attempt":1,"askedAt":"","stockBy":"","createdAt":"","fingerprint":"',
    '"}],"totalAmount":,"currency":"EUR","paidAmount":0,"refundedAmount":0,"payBy":"","declines":[],"paymentLink":"',
    '"history":[{"status":"PENDING","at":"","cause":"placed"},{"status":"AWAITING_PAYMENT","at":"","cause":"stock-reserved"},',
    '{"status":"PAID","at":"","cause":"payment-succeeded"},{"status":"PREPARING","at":"","cause":"preparation-started"},',
    '{"status":"READY","at":"","cause":"preparation-finished"},{"status":"COMPLETED","at":"","cause":"handed-over"}]',
    '"causationId":"StockReserved:"causationId":"PaymentLinkCreated:"causationId":"PaymentSucceeded:"causationId":"FulfilmentStarted:',
    '"causationId":"FulfilmentReady:"causationId":"FulfilmentCompleted:"type":"OrderCreated","type":"PaymentRequested",',
    '"type":"OrderPaid","type":"OrderPreparing","type":"OrderCompleted","status":"AWAITING_PAYMENT","status":"PENDING"',
    '{"state":{"status":"","orderId":"","customerId":"","items":[{"productId":"","name":"","quantity":1,"unitAmount":00}],',
    '00.000Z"},"outbox":[]}},"outbox":[{"id":"","type":"","version":1,"time":"2026-00-00T00:00:00.000Z",',
    '"correlationId":"","causationId":"","data":{"orderId":"","customerId":"","items":[{"productId":""}}]}',
  ].join(''),
);
