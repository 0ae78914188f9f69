import { appendFileSync } from 'node:fs';

/**
 * Records that a test itself changes an order's data, without using the services: it deletes the data, or forges an
 * event about the order. The audit of the insights service at the end of the test run ignores this order.
 */
export const tamperWith = (orderId: string): void => {
  appendFileSync(process.env['ORDERLY_TEST_TAMPERED_FILE'] ?? '', `${orderId}\n`);
};
