import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localFile } from '../console/paths.ts';
import { Problem } from '../console/problem.ts';
import { loopbackCertificate } from './certificate.ts';

/** The region of every local stage. Emulators accept any region. */
export const localRegion = 'us-east-1';

/** What a client needs to call an emulator. Only an emulator that enforces IAM has a certificate. */
export type EmulatorAccess = {
  accessKeyId: string;
  secretAccessKey: string;
  /** Path of the emulator's certificate (PEM), which clients must trust. */
  certificateFile?: string;
};

/** The keys that emulators accept if they do not enforce IAM. */
const openAccess: EmulatorAccess = { accessKeyId: 'test', secretAccessKey: 'test' };

/** The endpoint of an emulator that `startEmulator` starts. Only one that enforces IAM uses TLS. */
export const endpointOf = (port: number, tls: boolean): string =>
  `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;

/** True for an endpoint as `endpointOf` returns it for an emulator that enforces IAM. */
export const enforcesIam = (endpoint: string): boolean => endpoint.startsWith('https://127.0.0.1:');

/**
 * The endpoint in AWS_ENDPOINT_URL, if commands should use that emulator instead of starting one. Undefined for an
 * endpoint that `npm run env` printed, because the emulator at that endpoint may have stopped in the meantime.
 */
export const givenEndpoint = (): string | undefined => {
  const given = process.env['AWS_ENDPOINT_URL']?.replace(/\/$/, '');
  return given && !enforcesIam(given) ? given : undefined;
};

/** The folder with the keys of the emulator that listens on this port. Only this user can read it. */
const folderOf = (port: number | string) => localFile('emulators', String(port));
const keysIn = (folder: string) => join(folder, 'keys.json');
const certificateIn = (folder: string) => join(folder, 'certificate.pem');
const privateKeyIn = (folder: string) => join(folder, 'private-key.pem');

/** Creates random root keys and a certificate for an emulator. Returns the server's TLS and IAM settings. */
export const createAccess = async (port: number): Promise<NodeJS.ProcessEnv> => {
  const folder = folderOf(port);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const write = (file: string, text: string) => writeFileSync(file, text, { mode: 0o600 });
  const { certificate, privateKey } = await loopbackCertificate();
  write(certificateIn(folder), certificate);
  write(privateKeyIn(folder), privateKey);
  const keys = {
    accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64url'),
  };
  write(keysIn(folder), `${JSON.stringify(keys)}\n`);
  return {
    AUTH: 'true',
    USE_SSL: '1',
    MINISTACK_SSL_CERT: certificateIn(folder),
    MINISTACK_SSL_KEY: privateKeyIn(folder),
  };
};

/** Deletes the keys and the certificate of an emulator. */
export const removeAccess = (port: number): void =>
  rmSync(folderOf(port), { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });

/**
 * Returns how to call the emulator at this endpoint.
 *
 * @throws Problem if it enforces IAM and its keys are missing
 */
export const accessTo = (endpoint: string): EmulatorAccess => {
  if (!enforcesIam(endpoint)) return openAccess;
  const folder = folderOf(new URL(endpoint).port);
  try {
    const { accessKeyId, secretAccessKey } = JSON.parse(
      readFileSync(keysIn(folder), 'utf8'),
    ) as EmulatorAccess;
    return { accessKeyId, secretAccessKey, certificateFile: certificateIn(folder) };
  } catch {
    throw new Problem(
      `The keys of the emulator at ${endpoint} are missing in ${folder}. Start Orderly again.`,
    );
  }
};

/** The settings of an AWS SDK client that calls the emulator at this endpoint. */
export const clientSettings = (endpoint: string) => {
  const { certificateFile, ...credentials } = accessTo(endpoint);
  return {
    endpoint,
    region: localRegion,
    credentials,
    ...(certificateFile && {
      requestHandler: { httpsAgent: { ca: readFileSync(certificateFile), keepAlive: true, maxSockets: 50 } },
    }),
  };
};

/** The environment of a program that calls the emulator at this endpoint. */
export const emulatorEnvironment = (endpoint: string): NodeJS.ProcessEnv => {
  const { accessKeyId, secretAccessKey, certificateFile } = accessTo(endpoint);
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: localRegion,
    AWS_DEFAULT_REGION: localRegion,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...(certificateFile && { AWS_CA_BUNDLE: certificateFile, NODE_EXTRA_CA_CERTS: certificateFile }),
  };
};
