/** The kinds of texts that must stay where they belong: personal data, and secrets that prove who a caller is. */
export type Kind =
  | 'mail address'
  | 'telephone number'
  | 'bearer token'
  | 'signature'
  | 'private key'
  | 'webhook secret'
  | 'secret of Secrets Manager';

/** A sensitive text, and its kind. */
export interface Sensitive {
  readonly kind: Kind;
  readonly value: string;
}

/**
 * A pattern for each kind except the secrets of Secrets Manager, which `sensitiveIn` compares with their values. Each
 * pattern needs characters that are rare in other texts, so that `ANY` can exclude most texts quickly.
 */
const patterns: Readonly<Record<Exclude<Kind, 'secret of Secrets Manager'>, RegExp>> = {
  // RFC 5321, section 4.1.2, without quoted names. The @ may be percent-encoded, as in a URL.
  'mail address': /[\w.!#$&'*+/=?^{|}~-]{1,64}(?:@|%40)(?:[a-z0-9-]{1,63}\.){1,8}[a-z][a-z0-9-]{1,62}/gi,
  // E.164: a plus sign and at most 15 digits. The pattern excludes parts of longer base64 texts.
  'telephone number': /(?<![\w+/=])(?:\+|%2B)[1-9]\d{6,14}(?![\w+/=])/g,
  // A JSON Web Token (RFC 7519), or the text after `Bearer`. The header and the claims of a token are JSON objects, so
  // their base64url text begins with `eyJ`.
  'bearer token': /eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*|\bBearer\s+[\w.~+/=-]{16,}/gi,
  // Standard Webhooks (`v1,` and base64), Stripe (`v1=` and hex) and RFC 9421 (bytes between colons, but no digest).
  signature: /\bv1a?,[\w+/-]{40,}={0,2}|\bv1=[\da-f]{64}|(?<![\w-])(?!sha-)[\w-]+=:[\w+/]{40,}={0,2}:/gi,
  // PEM, or the private part of a JSON Web Key (RFC 7518, section 6, and RFC 8037), of at least 32 bytes in base64url.
  'private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----|\\*"d\\*":\s*\\*"[\w-]{43,}/g,
  // Standard Webhooks and Stripe begin webhook secrets with whsec_, Stripe API keys with sk_ and rk_.
  'webhook secret': /\bwhsec_[\w+/=]{16,}|\b[sr]k_(?:test|live)_\w{10,}/g,
};

/**
 * Matches each text in which one of these patterns can match. Most of the hundreds of thousands of log lines of a run
 * do not match, so this test saves time.
 */
const ANY =
  /@|%40|\+[1-9]\d{6}|%2B[1-9]|eyJ|Bearer|\bv1a?[,=]|=:|PRIVATE KEY|"d\\*":|whsec_|[sr]k_(?:test|live)_/i;

/** A quick test. If it returns false, `sensitiveIn` finds nothing in the text. */
export const mayHoldAny = (text: string, secrets: readonly string[] = []): boolean =>
  ANY.test(text) || secrets.some((secret) => text.includes(secret));

/**
 * Finds the sensitive parts of all kinds in a text.
 * @param secrets the values of the stage's secrets
 */
export const sensitiveIn = (text: string, secrets: readonly string[] = []): readonly Sensitive[] => {
  const found: readonly Sensitive[] = Object.entries(patterns).flatMap(([kind, pattern]) =>
    [...text.matchAll(pattern)].map(([value]) => ({ kind: kind as Kind, value })),
  );
  const known = secrets
    .filter((secret) => text.includes(secret) && !found.some(({ value }) => value.includes(secret)))
    .map((value) => ({ kind: 'secret of Secrets Manager', value }) as const);
  return [...known, ...found];
};

/** Masks a text: shows its first characters and its length, so that developers recognise it and nobody can use it. */
export const masked = (value: string): string =>
  `${value.slice(0, Math.min(4, Math.floor(value.length / 4)))}… (${value.length} characters)`;

/** Masks everything sensitive in a text. */
export const withoutSecrets = (text: string, secrets: readonly string[] = []): string =>
  sensitiveIn(text, secrets).reduce((left, { value }) => left.replaceAll(value, masked(value)), text);
