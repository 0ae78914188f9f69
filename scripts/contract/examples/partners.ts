import type { Examples } from './example.ts';

const partnerId = 'corner-shop';
const keyId = 'till-1';

const key = {
  keyId,
  signatureKeyId: `${partnerId}/${keyId}`,
  name: 'Till at the door',
  publicKey: 'JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs',
  role: 'customer',
  customerId: 'partner:corner-shop',
  registeredAt: '2026-03-02T08:00:00.000Z',
  registeredBy: 'staff:root',
};
const partner = { partnerId, keys: [key] };

/** Examples of the routes about the keys of partners. */
export const partnerExamples: Examples = {
  registerKey: {
    path: { partnerId, keyId },
    body: { name: key.name, publicKey: key.publicKey, customerId: key.customerId },
    answers: { 200: partner },
  },
  revokeKey: {
    path: { partnerId, keyId },
    answers: {
      200: {
        partnerId,
        keys: [{ ...key, revokedAt: '2026-03-09T08:00:00.000Z', revokedBy: 'staff:root' }],
      },
    },
  },
  listPartners: { query: { limit: 20 }, answers: { 200: { items: [partner] } } },
};
