import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  accessTo,
  clientSettings,
  createAccess,
  emulatorEnvironment,
  endpointOf,
  givenEndpoint,
  removeAccess,
} from '../../../../scripts/emulator/access.ts';

/** No emulator listens on these ports, so the tests do not replace the credentials of a running one. */
const [port, otherPort] = [1, 2];
const endpoint = endpointOf(port, true);
const before = process.env['AWS_ENDPOINT_URL'];

afterEach(() => {
  for (const used of [port, otherPort]) removeAccess(used);
  if (before === undefined) delete process.env['AWS_ENDPOINT_URL'];
  else process.env['AWS_ENDPOINT_URL'] = before;
});

describe('the access to an emulator that enforces IAM', () => {
  it('is a random key and a certificate, which only this user can read', async () => {
    const server = await createAccess(port);
    await createAccess(otherPort);
    const [one, other] = [accessTo(endpoint), accessTo(endpointOf(otherPort, true))];
    expect(one.accessKeyId).toMatch(/^AKIA[0-9A-F]{16}$/);
    expect(one.secretAccessKey).toHaveLength(40);
    expect(one.secretAccessKey).not.toBe(other.secretAccessKey);
    expect(server).toMatchObject({ AUTH: 'true', USE_SSL: '1', MINISTACK_SSL_CERT: one.certificateFile });

    const folder = dirname(one.certificateFile ?? '');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const modes = readdirSync(folder).map((file) => statSync(join(folder, file)).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600, 0o600]);
  });

  it('has a certificate for loopback names only, which is no authority', async () => {
    await createAccess(port);
    const certificate = new X509Certificate(readFileSync(accessTo(endpoint).certificateFile ?? ''));
    expect(certificate.ca).toBe(false);
    expect(certificate.subjectAltName).toBe(
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    );
    expect(certificate.validToDate.getTime()).toBeGreaterThan(Date.now());
  });

  it('is gone when the emulator has stopped', async () => {
    await createAccess(port);
    removeAccess(port);
    expect(() => accessTo(endpoint)).toThrow('Start Orderly again');
  });

  it('is in the settings of clients and in the environment of programs', async () => {
    await createAccess(port);
    const { certificateFile = '', ...credentials } = accessTo(endpoint);
    expect(clientSettings(endpoint)).toMatchObject({
      endpoint,
      credentials,
      requestHandler: { httpsAgent: { ca: readFileSync(certificateFile) } },
    });
    expect(emulatorEnvironment(endpoint)).toMatchObject({
      AWS_ENDPOINT_URL: endpoint,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_CA_BUNDLE: certificateFile,
      NODE_EXTRA_CA_CERTS: certificateFile,
    });
  });
});

describe('the access to any other emulator', () => {
  it.each(['http://127.0.0.1:4566', 'https://localhost.localstack.cloud:4566'])(
    'is the key "test": %s',
    (url) => {
      expect(accessTo(url)).toEqual({ accessKeyId: 'test', secretAccessKey: 'test' });
      expect(clientSettings(url)).not.toHaveProperty('requestHandler');
      expect(emulatorEnvironment(url)).not.toHaveProperty('AWS_CA_BUNDLE');
    },
  );
});

describe('the emulator that AWS_ENDPOINT_URL names', () => {
  it.each([
    ['http://127.0.0.1:4566/', 'http://127.0.0.1:4566'],
    ['https://localhost.localstack.cloud:4566', 'https://localhost.localstack.cloud:4566'],
    ['', undefined],
    // `npm run env` sets AWS_ENDPOINT_URL to such an endpoint. The emulator may have stopped since then.
    ['https://127.0.0.1:4566', undefined],
  ])('for "%s" is %s', (value, expected) => {
    process.env['AWS_ENDPOINT_URL'] = value;
    expect(givenEndpoint()).toBe(expected);
  });
});
