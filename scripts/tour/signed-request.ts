import { createPrivateKey } from 'node:crypto';
import {
  signRequest as signWith,
  type RequestWithSignature,
  type Signer,
  type UnsignedRequest,
} from '../../shared/http/signing.ts';
import { Problem } from '../console/problem.ts';

/** The data with which a request is signed. */
export type SigningIdentity = Omit<Signer, 'key'> & {
  /** The private key as PEM (PKCS #8), as `openssl genpkey -algorithm ed25519` writes it. */
  readonly pem: string;
};

const privateKeyIn = (pem: string) => {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // The text is no key at all. The error below covers this case, too.
  }
  throw new Problem(
    'The key is not an Ed25519 private key in PEM. Create one: openssl genpkey -algorithm ed25519 -out till.pem',
  );
};

/**
 * Signs a request as a partner does, with a private key in PEM.
 * @throws Problem if the key is not an Ed25519 private key
 */
export const signRequest = async (
  request: UnsignedRequest,
  { pem, ...identity }: SigningIdentity,
): Promise<RequestWithSignature> => signWith(request, { ...identity, key: privateKeyIn(pem) });

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The curl command that sends a request. */
export const curlOf = ({ method, url, headers, body }: RequestWithSignature): string =>
  [
    `curl -i -X ${method} ${quoted(url)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data-binary ${quoted(body)}`]),
  ].join(' \\\n  ');
