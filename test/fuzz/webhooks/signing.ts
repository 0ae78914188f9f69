import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { hostileText } from '../values/hostile.ts';
import type { Provider } from './bodies.ts';

const secretOf = (name: string): string => `whsec_${Buffer.from(name.padEnd(32, '.')).toString('base64')}`;
/** The secrets that the functions accept: the current one, and the one that was current before the last rotation. */
export const knownSecrets = [secretOf('current'), secretOf('previous')] as const;
const STRANGER = secretOf('stranger');

/** How a body is signed, correctly or with a mistake. */
const ways = [
  ...Array.from({ length: 8 }, () => 'well' as const),
  'with-others',
  'by-stranger',
  'over-another-body',
  'for-another-time',
  'under-another-id',
  'too-old',
  'ahead',
  'of-another-version',
  'not-at-all',
  'empty',
  'garbage',
  'huge',
] as const;

/** The generated properties of a signature. */
export interface Signing {
  readonly way: (typeof ways)[number];
  readonly secret: string;
  readonly id: string;
  /**
   * The signature has a time so many seconds before the arrival of the webhook, or after the arrival if `age` is
   * negative. Two ways differ: with `too-old`, the time is 400 + `age` seconds before the arrival, and with `ahead`,
   * 400 + `age` seconds after the arrival.
   */
  readonly age: number;
  readonly garbage: string;
  /** Whether header names are written in capitals, as some senders do. */
  readonly capitals: boolean;
}

export const signings: fc.Arbitrary<Signing> = fc.record({
  way: fc.constantFrom(...ways),
  secret: fc.constantFrom(...knownSecrets),
  id: fc.oneof({ weight: 6, arbitrary: fc.uuid() }, { weight: 1, arbitrary: hostileText }),
  age: fc.constantFrom(0, 1, 60, 240, -60),
  garbage: hostileText,
  capitals: fc.boolean(),
});

/** True if the signature is valid. `open` if the validity depends on the provider's scheme. */
export type Signed = boolean | 'open';

/** The headers of a webhook, and whether they prove that the provider has sent this body. */
export interface SignedHeaders {
  readonly headers: Readonly<Record<string, string>>;
  readonly isSigned: Signed;
}

const now = (): number => Math.floor(Date.now() / 1000);

const named = ({ capitals }: Signing, headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [capitals ? name.toUpperCase() : name, value]),
  );

const isSignedBy = (way: Signing['way']): Signed => {
  if (way === 'well' || way === 'with-others') return true;
  return way === 'huge' || way === 'ahead' || way === 'garbage' ? 'open' : false;
};

/** Signs by Standard Webhooks (github.com/standard-webhooks, "Signature scheme"). */
const standardHeaders = (body: string, signing: Signing): SignedHeaders => {
  const { way, id, garbage } = signing;
  const at = now() - ageOf(signing);
  const sign = (secret: string, text: string, time = at, sender = id): string =>
    createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
      .update(`${sender}.${time}.${text}`)
      .digest('base64');
  const good = sign(signing.secret, body);
  const signature: Readonly<Record<Signing['way'], string>> = {
    well: `v1,${good}`,
    'with-others': `v1,${sign(STRANGER, body)} v1a,x v1,${good}`,
    'by-stranger': `v1,${sign(STRANGER, body)}`,
    'over-another-body': `v1,${sign(signing.secret, `${body} `)}`,
    'for-another-time': `v1,${sign(signing.secret, body, at - 1)}`,
    'under-another-id': `v1,${sign(signing.secret, body, at, `${id}x`)}`,
    'too-old': `v1,${good}`,
    ahead: `v1,${good}`,
    'of-another-version': `v2,${good}`,
    'not-at-all': '',
    empty: '',
    garbage,
    huge: `${'v1,AAAA '.repeat(2_000)}v1,${good}`,
  };
  const headers = { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': signature[way] };
  return {
    headers: named(signing, way === 'not-at-all' ? { 'webhook-id': id } : headers),
    // A signature covers the webhook's id, so without an id, no signature is valid.
    isSigned: id === '' ? false : way === 'ahead' ? false : isSignedBy(way),
  };
};

/** Signs by Stripe's scheme (docs.stripe.com/webhooks, "Verify webhook signatures manually"). */
const stripeHeaders = (body: string, signing: Signing): SignedHeaders => {
  const { way, garbage } = signing;
  const at = now() - ageOf(signing);
  const sign = (secret: string, text: string, time = at): string =>
    createHmac('sha256', secret).update(`${time}.${text}`).digest('hex');
  const good = sign(signing.secret, body);
  const signature: Readonly<Record<Signing['way'], string>> = {
    well: `t=${at},v1=${good}`,
    'with-others': `t=${at},v1=${sign(STRANGER, body)},v0=x,v1=${good}`,
    'by-stranger': `t=${at},v1=${sign(STRANGER, body)}`,
    'over-another-body': `t=${at},v1=${sign(signing.secret, `${body} `)}`,
    'for-another-time': `t=${at - 1},v1=${good}`,
    'under-another-id': `t=${at},v1=${good.slice(1)}`,
    'too-old': `t=${at},v1=${good}`,
    ahead: `t=${at},v1=${good}`,
    'of-another-version': `t=${at},v0=${good}`,
    'not-at-all': '',
    empty: '',
    garbage,
    huge: `t=${at}${',v1=AAAA'.repeat(2_000)},v1=${good}`,
  };
  return {
    headers: named(signing, way === 'not-at-all' ? {} : { 'stripe-signature': signature[way] }),
    // Stripe's library refuses an empty body before it looks at the signature.
    isSigned: body !== '' && isSignedBy(way),
  };
};

const ageOf = ({ way, age }: Signing): number => {
  if (way === 'too-old') return 400 + age;
  return way === 'ahead' ? -400 - age : age;
};

/**
 * Signs a body now, in the generated way. Bodies are signed as UTF-8, so a half of a surrogate pair is signed as
 * U+FFFD.
 */
export const signed = (provider: Provider, body: string, signing: Signing): SignedHeaders =>
  provider === 'stripe' ? stripeHeaders(body, signing) : standardHeaders(body, signing);
