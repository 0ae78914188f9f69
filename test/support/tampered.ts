import { appendFileSync } from 'node:fs';

/**
 * Notes that a test changes the data of an order behind the services' backs: deletes it, or forges an event about it.
 * The audit of insights at the end of the run does not compare this order.
 */
export const tamperWith = (orderId: string): void => {
  appendFileSync(process.env['ORDERLY_TEST_TAMPERED_FILE'] ?? '', `${orderId}\n`);
};
