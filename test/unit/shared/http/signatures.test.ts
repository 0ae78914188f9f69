import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { checkDigest, refusalOf, verifyEd25519, WINDOW_SECONDS } from '../../../../shared/http/signatures.ts';
import { weakKeys } from '../../../support/weak-keys.ts';

/** The request of RFC 9421, appendix B.2, with the signature of B.2.6. */
const request = {
  method: 'POST',
  url: 'https://example.com/foo?param=Value&Pet=dog',
  headers: {
    host: 'example.com',
    date: 'Tue, 20 Apr 2021 02:07:55 GMT',
    'content-type': 'application/json',
    'content-digest':
      'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:',
    'content-length': '18',
    'signature-input':
      'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
    signature:
      'sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:',
  },
  body: '{"hello": "world"}',
};
const created = 1_618_884_473;
/** `test-key-ed25519` of appendix B.1.4. */
const publicKey = 'JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs';

const codeOf = async (
  changed: Partial<typeof request>,
  { now = created, key = publicKey }: { readonly now?: number; readonly key?: string } = {},
): Promise<string> => {
  try {
    await verifyEd25519({ ...request, ...changed }, now, async () => key);
    return 'verified';
  } catch (error) {
    return refusalOf(error).code;
  }
};

describe('the vector of RFC 9421 for ed25519 (B.2.6)', () => {
  it('is verified at its time', async () => {
    await expect(verifyEd25519(request, created, async () => publicKey)).resolves.toMatchObject({
      created,
      keyid: 'test-key-ed25519',
    });
  });

  it('names its key and its components before it is verified', async () => {
    const asked: unknown[] = [];
    await verifyEd25519(request, created, async ({ components, parameters }) => {
      asked.push(parameters.keyid, ...components.map(({ name }) => name));
      return publicKey;
    });
    expect(asked).toEqual([
      'test-key-ed25519',
      'date',
      '@method',
      '@path',
      '@authority',
      'content-type',
      'content-length',
    ]);
  });

  it.each([
    [-WINDOW_SECONDS - 1, 'signature.outside-window'],
    [-WINDOW_SECONDS, 'verified'],
    [WINDOW_SECONDS, 'verified'],
    [WINDOW_SECONDS + 1, 'signature.outside-window'],
  ])('at %i seconds from its time: %s', async (offset, code) => {
    expect(await codeOf({}, { now: created + offset })).toBe(code);
  });

  it.each([
    ['another method', { method: 'PUT' }],
    ['another path', { url: 'https://example.com/fo' }],
    ['another authority', { url: 'https://example.org/foo?param=Value&Pet=dog' }],
    ['another content type', { headers: { ...request.headers, 'content-type': 'text/plain' } }],
  ])('does not fit %s', async (_, changed) => {
    expect(await codeOf(changed)).toBe('signature.invalid');
  });

  it('fits another query, which it does not cover', async () => {
    expect(await codeOf({ url: 'https://example.com/foo' })).toBe('verified');
  });

  it('does not fit another key', async () => {
    const other = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
    expect(await codeOf({}, { key: other })).toBe('signature.invalid');
  });

  it('does not fit bytes that are no public key', async () => {
    expect(await codeOf({}, { key: 'AAAA' })).toBe('signature.unknown-key');
  });

  it('lacks a header that it covers', async () => {
    const { date: _date, ...headers } = request.headers;
    expect(await codeOf({ headers: headers as typeof request.headers })).toBe('signature.missing-component');
  });

  it('ignores a header that is not ASCII and not covered', async () => {
    const headers = { ...request.headers, 'x-name': 'Zoë' };
    expect(await codeOf({ headers })).toBe('verified');
  });
});

/** The bytes of a signature that is valid for a public key of order 1: R is the neutral element, and S is 0. */
const forged = Buffer.concat([Buffer.from([1]), Buffer.alloc(63)]).toString('base64');

describe('a signature that anyone can make', () => {
  // If the public key is a point of small order, some releases of OpenSSL accept the forged signature. An example is
  // OpenSSL 3.5.4, which Node 24.11 contains.
  it.each(weakKeys)(
    'is refused for %s, a key that was registered before this was checked',
    async (_, hex) => {
      const key = Buffer.from(hex, 'hex').toString('base64url');
      const headers = { ...request.headers, signature: `sig-b26=:${forged}:` };
      expect(await codeOf({ headers }, { key })).toBe('signature.unknown-key');
    },
  );
});

const withInput = (input: string, signature = request.headers.signature) => ({
  headers: { ...request.headers, 'signature-input': input, signature },
});
const input = request.headers['signature-input'];

describe('a signature', () => {
  it.each([
    ['with HMAC', `${input};alg="hmac-sha256"`, 'signature.unsupported-algorithm'],
    ['with RSA', `${input};alg="rsa-pss-sha512"`, 'signature.unsupported-algorithm'],
    ['without created', input.replace(';created=1618884473', ''), 'signature.missing-parameter'],
    ['that has expired', `${input};expires=${created - 1}`, 'signature.outside-window'],
    ['that says ed25519, which was not signed', `${input};alg="ed25519"`, 'signature.invalid'],
    [
      'whose parameters are in another order',
      input.replace(/(;created=\d+)(.*)/, '$2$1'),
      'signature.invalid',
    ],
    ['that is empty', '', 'signature.malformed'],
    ['that is no dictionary', '("@method"', 'signature.malformed'],
    ['that is no list', 'sig-b26="@method"', 'signature.malformed'],
    ['with a component twice', input.replace('"@method"', '"@method" "@method"'), 'signature.malformed'],
    ['with an unknown component', input.replace('"@method"', '"@nothing"'), 'signature.malformed'],
    ['with a component in upper case', input.replace('"date"', '"Date"'), 'signature.malformed'],
    ['with a parameter twice', `${input};created=1618884473`, 'signature.malformed'],
    ['with a time that is no number', input.replace('=1618884473', '="now"'), 'signature.malformed'],
    [
      'with a time that is no whole number',
      input.replace('=1618884473', '=1618884473.5'),
      'signature.malformed',
    ],
    ['under another label', input.replace('sig-b26', 'sig1'), 'signature.malformed'],
    ['beside another one', `${input}, sig2=("@method");created=1`, 'signature.malformed'],
  ])('%s is refused', async (_, changed, code) => {
    expect(await codeOf(withInput(changed))).toBe(code);
  });

  it.each([
    ['that is text', 'sig-b26="abc"'],
    ['that is cut off', 'sig-b26=:wqcA'],
    ['with parameters', `${request.headers.signature};a=1`],
  ])('%s is malformed', async (_, signature) => {
    expect(await codeOf(withInput(input, signature))).toBe('signature.malformed');
  });

  it.each([
    ['of other bytes', 'sig-b26=:AAAA:'],
    ['of 64 zeros', `sig-b26=:${Buffer.alloc(64).toString('base64')}:`],
    ['that is empty', 'sig-b26=::'],
  ])('%s is invalid', async (_, signature) => {
    expect(await codeOf(withInput(input, signature))).toBe('signature.invalid');
  });
});

describe('the digest of a body', () => {
  const digest = (algorithm: string, body: string) => createHash(algorithm).update(body).digest('base64');
  const { body } = request;
  const codeFor = (header: string | undefined, sent: string | Uint8Array = body): string => {
    try {
      checkDigest({ headers: { 'content-digest': header }, body: Buffer.from(sent) });
      return 'fits';
    } catch (error) {
      return refusalOf(error).code;
    }
  };

  it('of RFC 9421, appendix B.2, fits its body', () => {
    expect(codeFor(request.headers['content-digest'])).toBe('fits');
  });

  it.each([
    ['sha-256', `sha-256=:${digest('sha256', body)}:`, 'fits'],
    ['both', `sha-256=:${digest('sha256', body)}:, sha-512=:${digest('sha512', body)}:`, 'fits'],
    ['one that is known, and one that is not', `sha-256=:${digest('sha256', body)}:, x=:AAAA:`, 'fits'],
    [
      'one right and one wrong',
      `sha-256=:${digest('sha256', body)}:, sha-512=:AAAA:`,
      'signature.digest-mismatch',
    ],
    ['md5 alone', `md5=:${digest('md5', body)}:`, 'signature.digest-mismatch'],
    ['text in place of bytes', `sha-256="${digest('sha256', body)}"`, 'signature.digest-mismatch'],
    ['nothing', undefined, 'signature.digest-mismatch'],
    ['what is no dictionary', 'sha-256=:', 'signature.malformed'],
  ])('by %s: %s', (_, header, code) => {
    expect(codeFor(header)).toBe(code);
  });

  it('is of the bytes, so a blank changes it', () => {
    expect(codeFor(`sha-256=:${digest('sha256', body)}:`, '{"hello":"world"}')).toBe(
      'signature.digest-mismatch',
    );
  });

  it('is of the bytes as they were sent, also if they are not UTF-8', () => {
    const bytes = Buffer.from('7bff7d', 'hex');
    const ofBytes = createHash('sha256').update(bytes).digest('base64');
    expect(codeFor(`sha-256=:${ofBytes}:`, bytes)).toBe('fits');
    const ofText = digest('sha256', bytes.toString());
    expect(codeFor(`sha-256=:${ofText}:`, bytes)).toBe('signature.digest-mismatch');
  });

  it('is not needed without a body, but must fit if it is there', () => {
    expect(codeFor(undefined, '')).toBe('fits');
    expect(codeFor(`sha-256=:${digest('sha256', '')}:`, '')).toBe('fits');
    expect(codeFor(`sha-256=:${digest('sha256', body)}:`, '')).toBe('signature.digest-mismatch');
  });
});
