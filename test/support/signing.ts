import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { APIGatewayProxyEvent } from 'aws-lambda';

/** A key pair of a partner. `publicKey` is the raw key as base64url, as it is registered. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: string;
}

/** Generates an Ed25519 key pair. */
export const newSigningKey = (): SigningKey => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey: publicKey.export({ format: 'jwk' }).x ?? '' };
};

/** A request to sign. `url` is the whole address. */
export interface RequestToSign {
  readonly method: string;
  readonly url: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a request is signed with. Tests change single options to check that a wrong signature is refused. */
export interface SigningOptions {
  readonly key: SigningKey;
  readonly keyid: string;
  /** The parameter `created`: seconds since 1970; default now. */
  readonly created?: number;
  readonly nonce?: string;
  /** Parameters to add or replace, in their serialised form. The value `undefined` leaves a parameter out. */
  readonly parameters?: Readonly<Record<string, string | undefined>>;
  /** Components (parts of the request) that the signature leaves out, although it should cover them. */
  readonly without?: readonly string[];
}

let nonces = 0;

/**
 * Signs a request as RFC 9421 says (section 3.1), and returns the headers to send. It does not use the library that
 * verifies signatures, so it does not share that library's mistakes.
 */
export const signedHeaders = (
  { method, url, body, headers = {} }: RequestToSign,
  { key, keyid, created, nonce, parameters = {}, without = [] }: SigningOptions,
): Record<string, string> => {
  const { host, pathname, search } = new URL(url);
  const sent: Record<string, string> = {
    ...(body === undefined
      ? {}
      : {
          'content-type': 'application/json',
          'content-digest': `sha-256=:${createHash('sha256').update(body).digest('base64')}:`,
        }),
    ...headers,
  };
  const values: Record<string, string> = {
    '@method': method,
    '@authority': host,
    '@path': pathname,
    ...(search === '' ? {} : { '@query': search }),
    ...sent,
  };
  const components = Object.keys(values).filter((name) => !without.includes(name));
  const given: Record<string, string | undefined> = {
    created: String(created ?? Math.floor(Date.now() / 1000)),
    keyid: `"${keyid}"`,
    nonce: `"${nonce ?? `nonce-${process.pid}-${(nonces += 1)}-${Date.now()}`}"`,
    alg: '"ed25519"',
    ...parameters,
  };
  const list = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [`;${name}=${value}`],
  );
  const input = `(${components.map((name) => `"${name}"`).join(' ')})${list.join('')}`;
  const base = [
    ...components.map((name) => `"${name}": ${values[name]}`),
    `"@signature-params": ${input}`,
  ].join('\n');
  const signature = sign(null, Buffer.from(base), key.privateKey).toString('base64');
  return { ...sent, 'signature-input': `sig1=${input}`, signature: `sig1=:${signature}:` };
};

/** The event of API Gateway for a request to a path of an API whose address is `apiUrl`. */
export const eventOf = (
  { method, url, body }: RequestToSign,
  headers: Readonly<Record<string, string>>,
  apiUrl: string,
): APIGatewayProxyEvent => {
  const { searchParams } = new URL(url);
  const [path = ''] = url.slice(apiUrl.length).split('?');
  const names = [...new Set(searchParams.keys())];
  return {
    httpMethod: method,
    resource: path,
    path,
    pathParameters: null,
    headers,
    multiValueQueryStringParameters:
      names.length === 0 ? null : Object.fromEntries(names.map((name) => [name, searchParams.getAll(name)])),
    queryStringParameters: names.length === 0 ? null : Object.fromEntries(searchParams),
    body: body ?? null,
    isBase64Encoded: false,
    requestContext: { stage: 'v1', apiId: 'api' },
  } as unknown as APIGatewayProxyEvent;
};
