import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import type { Trace } from '../../../../scripts/leaks/find.ts';
import { judgeLeaks, type Allowance } from '../../../../scripts/leaks/judge.ts';
import { leakFaults, leaksSummary } from '../../../../scripts/leaks/report.ts';

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = `${encoded({ alg: 'RS256', kid: 'k1' })}.${encoded({ sub: 'customer-1' })}.${randomBytes(64).toString('base64url')}`;
const webhookSecret = `whsec_${randomBytes(24).toString('base64')}`;
const cursorSecret = randomBytes(24).toString('base64url');
const { privateKey } = generateKeyPairSync('ed25519');
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const jwk = privateKey.export({ format: 'jwk' });
const bytes = randomBytes(64).toString('base64');

const contact: Allowance = {
  place: 'table notifications',
  idStart: 'contact#',
  fields: ['email.address'],
  kind: 'mail address',
  reason: 'Messages are sent to it.',
};

const judge = (traces: readonly Trace[], allowed: readonly Allowance[] = []) => {
  const all = async function* () {
    yield* traces;
  };
  return judgeLeaks(all(), [cursorSecret], allowed);
};
const logged = (content: unknown): Trace => ({
  place: 'log orders/inbox',
  id: '2026-11-29T12:00:00.000Z',
  content: typeof content === 'string' ? content : JSON.stringify(content),
});
const faultsOf = async (trace: Trace): Promise<string> => leakFaults(await judge([trace]), false) ?? '';

describe('a leak', () => {
  it.each([
    ['bearer token', 'a JSON Web Token', token],
    ['bearer token', 'an opaque token', `authorization: Bearer ${randomBytes(24).toString('hex')}`],
    ['mail address', 'an address', 'Ada.Lovelace+orders@mail.example.com'],
    ['mail address', 'an address in a URL', '/customers/ada%40example.com/export'],
    ['telephone number', 'a number', '+491701234567'],
    ['signature', 'a webhook signature', new Webhook(webhookSecret).sign('msg_1', new Date(), '{}')],
    ['signature', 'a Stripe signature', `t=1772358000,v1=${randomBytes(32).toString('hex')}`],
    ['signature', 'a signature of RFC 9421', `sig1=:${bytes}:`],
    ['private key', 'a key as PEM', pem],
    ['webhook secret', 'a webhook secret', webhookSecret],
    ['webhook secret', 'an API key of Stripe', `sk_test_${randomBytes(24).toString('hex')}`],
    ['secret of Secrets Manager', 'a secret of the stage', `key ${cursorSecret}`],
  ])('of a %s (%s) in a log line is found, and the text names place and field', async (kind, _, value) => {
    const text = await faultsOf(logged({ message: 'Request answered', request: { header: value } }));
    expect(text).toContain(`  ${kind} `);
    expect(text).toContain('in log orders/inbox, field request.header: 2026-11-29T12:00:00.000Z');
    expect(text).toContain('scripts/leaks/allowances.ts');
    for (let at = 0; at + 8 <= value.length; at += 1) {
      expect(text.split('\n').at(-1)).not.toContain(value.slice(at, at + 8));
    }
  });

  it.each([
    ['as an object', jwk],
    ['beside an address', { ...jwk, contact: 'ada@example.com' }],
    ['as text', { body: JSON.stringify(jwk) }],
  ])(
    'of a private key as a JSON Web Key (%s) is found, although no single field shows it',
    async (_, key) => {
      const text = await faultsOf({ place: 'table partners', id: 'key#1', content: key });
      expect(text).toContain('  private key ');
      expect(text).not.toContain(jwk.d);
    },
  );

  it('in a line that is no JSON is found, too', async () => {
    expect(await faultsOf(logged(`ERROR Invoke failed for ${token}`))).toContain('bearer token eyJh…');
  });

  it('in an event, in text within text, in a set, in binary and compressed data and in the name of a field is found', async () => {
    const address = 'ada@example.com';
    const traces = [
      { place: 'event OrderPaid', id: 'e1', content: JSON.stringify({ data: { note: `Call ${address}` } }) },
      { place: 'dead letters x', id: 'm1', content: { body: JSON.stringify({ detail: [{ to: address }] }) } },
      { place: 'table a', id: 'k1', content: { tags: new Set([address]) } },
      { place: 'table a', id: 'k2', content: { raw: new TextEncoder().encode(address) } },
      { place: 'table a', id: 'k3', content: { lines: deflateRawSync(JSON.stringify([[address]])) } },
      { place: 'table a', id: 'k4', content: { byAddress: { [address]: 1 } } },
    ];
    expect((await judge(traces)).leaks.map(({ place, field }) => `${place}, ${field}`)).toEqual([
      'event OrderPaid, data.note',
      'dead letters x, body.detail[].to',
      'table a, tags[]',
      'table a, raw',
      'table a, lines[][]',
      'table a, byAddress.(name of a field)',
    ]);
  });

  it('that is also in the key of a row is printed nowhere', async () => {
    const content = { pk: 'contact#ada@example.com', email: 'ada@example.com' };
    const text = await faultsOf({ place: 'table notifications', id: content.pk, content });
    expect(text).not.toContain('ada@example.com');
    expect(text).toContain('field pk: cont…');
  });

  it('that repeats is one line with its number', async () => {
    const line = logged({ to: '+491701234567' });
    const text = leakFaults(await judge([line, line, line]), false) ?? '';
    expect(text.split('\n').slice(1)).toEqual([expect.stringMatching(/field to: 2026-.*, and 2 more$/)]);
  });
});

describe('texts of no kind', () => {
  it.each([
    ['a stack trace', 'at /node_modules/@smithy/core/dist:1 in package@1.2.3'],
    ['a time with an offset', '2026-11-29T12:00:00+0100'],
    ['a digest of RFC 9530', `sha-256=:${randomBytes(32).toString('base64')}:`],
    ['a hash in base64', `hash ${randomBytes(512).toString('base64')}+1234567/`],
    ['advice', 'Send the secret key: "Authorization: Bearer <key>"'],
    ['the name of a header', 'The signature (v1) of webhook-signature is missing'],
    ['a public key', JSON.stringify({ ...jwk, d: undefined })],
  ])('are not found: %s', async (_, text) => {
    expect((await judge([logged({ message: text })])).leaks).toEqual([]);
  });
});

describe('the list of places where texts belong', () => {
  const row = { place: contact.place, id: 'contact#1', content: { email: { address: 'ada@example.com' } } };

  it('lets a text of its kind be in its field', async () => {
    const judgement = await judge([row, row], [contact]);
    expect(leakFaults(judgement, false)).toBeUndefined();
    expect(leaksSummary(judgement)).toContain('read 2 rows of tables');
    expect(leaksSummary(judgement)).toContain('2 found where they belong');
  });

  it.each([
    ['another table', { ...row, place: 'table orders' }],
    ['another kind of row', { ...row, id: 'log#1' }],
    ['another field', { ...row, content: { name: 'ada@example.com' } }],
    ['another kind of text', { ...row, content: { email: { address: token } } }],
  ])('lets no text be in %s', async (_, trace) => {
    expect((await judge([trace], [contact])).leaks).toHaveLength(1);
  });

  it('fails a whole run for a place in which nothing was found, and names it', async () => {
    const judgement = await judge([logged('all is well')], [contact]);
    expect(leakFaults(judgement, true)).toContain(
      'mail address in table notifications (contact#…), email.address',
    );
    expect(leakFaults(judgement, false)).toBeUndefined();
  });

  it('fails a whole run that read no events, so that the search cannot become blind', async () => {
    const read = { table: 1, log: 1, dead: 1 };
    expect(leakFaults({ read, found: [], leaks: [] }, true)).toContain('Nothing was read of: event');
    expect(leakFaults({ read: { ...read, event: 1 }, found: [], leaks: [] }, true)).toBeUndefined();
  });
});
