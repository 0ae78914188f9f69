import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PublicKey } from '../shared/http/issuers.ts';
import { createLocalFolder, localFolder } from './local-folder.ts';

/** A key pair on the elliptic curve P-256. `publicKey` is a JSON Web Key (RFC 7517). */
export interface IdentityKey {
  readonly publicKey: PublicKey;
  /** The private scalar of the key (RFC 7518, section 6.2.2.1). */
  readonly privateKey: string;
}

/** Creates a key pair. The `kid` of the public key is the key's thumbprint (RFC 7638). */
export const newIdentityKey = (): IdentityKey => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { kty = '', crv = '', x = '', y = '', d = '' } = pair.privateKey.export({ format: 'jwk' });
  // RFC 7638 requires these members, in this order.
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
  return { publicKey: { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' }, privateKey: d };
};

/**
 * Returns the key pair of the identity simulator. It is stored in `.local/identity-key.json`, and created if that file
 * is missing. So every synthesis on this machine gives the same templates, and tokens stay valid after a restart.
 * @throws Error if the file is not JSON.
 */
export const identityKey = (): IdentityKey => {
  createLocalFolder();
  return keptKey(localFolder);
};

/**
 * Does what `identityKey` does, but with the file in `folder`. This folder must exist.
 * @param newKey creates the key pair if there is none. If another process stores a key pair first, `keptKey` returns
 *   that key pair
 */
export const keptKey = (folder: string, newKey = newIdentityKey): IdentityKey => {
  const file = join(folder, 'identity-key.json');
  const content = contentOf(file) ?? keep(file, newKey());
  try {
    return JSON.parse(content) as IdentityKey;
  } catch (error) {
    throw new Error(`${file} is not JSON. Delete it, and a new key is created.`, { cause: error });
  }
};

const contentOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isError(error, 'ENOENT')) return undefined;
    throw error;
  }
};

/**
 * Writes the key, unless another process has written one. Uses a hard link: the file appears with all of its content at
 * once, and a link never replaces a file.
 * @returns the content of the file
 */
const keep = (file: string, key: IdentityKey): string => {
  const own = `${file}.${randomUUID()}`;
  writeFileSync(own, `${JSON.stringify(key)}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(own, file);
  } catch (error) {
    if (!isError(error, 'EEXIST')) throw error;
  } finally {
    rmSync(own);
  }
  return readFileSync(file, 'utf8');
};

const isError = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code;
