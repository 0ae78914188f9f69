import { addressParts } from '../../../functions/notifications/domain/verification-code.ts';
import { hmacCodeSecrets } from '../../../functions/notifications/adapters/code-secrets.ts';
import { ORDER_ID, orderIn, price } from '../orders.ts';
import { captured } from '../payments/samples.ts';
import { preparing, ready, waiting } from '../tickets.ts';
import type { Items } from './in-process.ts';
import { OWNER } from './two-pools.ts';

/** The secret that codes are hashed with. */
export const CODE_KEY = 'key-of-codes';

const mail = 'alice@example.com';
const addressHash = await hmacCodeSecrets(async () => CODE_KEY).hash(addressParts('email', mail));

/** The ticket that a step of staff changes. */
const ticketFor = (route: string) => {
  if (route.endsWith('/ready')) return { ...preparing(1), confirmed: true };
  return route.endsWith('/complete') ? ready(1) : waiting(1);
};

/** A partner with the key that a request revokes. A request that registers it finds no partner. */
const partnerFor = (route: string) =>
  route.startsWith('DELETE')
    ? {
        partnerId: 'matrix',
        keys: {
          'till-1': {
            name: 'Till 1',
            publicKey: 'JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs',
            role: 'customer',
            customerId: 'partner:matrix',
            registeredAt: '2026-03-01T08:00:00.000Z',
            registeredBy: 'staff:root',
          },
        },
      }
    : undefined;

/** The items that a request to a route reads, by the kind that begins their key. The owner's things belong to `OWNER`. */
export const itemsFor =
  (route: string): Items =>
  (pk) => {
    const [kind = ''] = pk.split('#');
    const kinds: Readonly<Record<string, object | undefined>> = {
      order: { ...orderIn.PAID(), customerId: OWNER },
      payment: { ...captured, orderId: ORDER_ID, customerId: OWNER },
      ticket: ticketFor(route),
      product: price(),
      price: price(),
      partner: partnerFor(route),
      contact: { email: { address: mail }, channels: { email: true, sms: false } },
      code: { addressHash, codeHash: 'hash', validUntil: '2999-01-01T00:00:00.000Z', tries: 0 },
    };
    const state = kinds[kind];
    return state === undefined ? undefined : { pk, version: 1, ...state };
  };
