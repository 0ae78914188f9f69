/** How many days a certificate is valid. Each start of an emulator that enforces IAM creates a new certificate. */
const VALID_DAYS = 90;

/** A new key and its self-signed certificate for `localhost`, 127.0.0.1 and ::1, both as PEM. */
export const loopbackCertificate = async (): Promise<{ certificate: string; privateKey: string }> => {
  // Imported only when needed, because most commands that import this file create no certificate.
  const { generate } = await import('selfsigned');
  const now = Date.now();
  const { cert, private: privateKey } = await generate([{ name: 'commonName', value: 'Orderly emulator' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    // Valid from an hour ago, because clocks of containers and virtual machines can be a little behind.
    notBeforeDate: new Date(now - 60 * 60 * 1000),
    notAfterDate: new Date(now + VALID_DAYS * 24 * 60 * 60 * 1000),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  return { certificate: cert, privateKey };
};
