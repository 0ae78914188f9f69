import { readFileSync } from 'node:fs';
import { parseCommandLine } from './console/command-line.ts';
import { Problem, runMain } from './console/problem.ts';
import { readStackFile } from './deployment/stack-file.ts';
import { curlOf, signRequest } from './tour/signed-request.ts';

const usage = `Usage: npm run -s sign -- --key <file> --keyid <partner>/<key> <method> <path> [options]

Signs a request as a partner does (HTTP Message Signatures, RFC 9421), sends it, and prints the response. Example:
npm run -s sign -- --key till.pem --keyid till-7/k1 GET '/orders?limit=5'

  --key              the private key: openssl genpkey -algorithm ed25519 -out till.pem
  --keyid            the signatureKeyId that the API returned when the public key was registered
  --body             the body, as JSON
  --idempotency-key  repeating the request with the same key and body returns the first order
  --url              the address of the API, as its callers know it (default: the running Orderly on this machine)
  --curl             prints the curl command that sends the request, instead of sending it`;

const contentOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Problem(`The file ${file} cannot be read.`);
  }
};

await runMain(async () => {
  const { values, positionals } = parseCommandLine(
    usage,
    {
      key: { type: 'string' },
      keyid: { type: 'string' },
      body: { type: 'string' },
      'idempotency-key': { type: 'string' },
      url: { type: 'string' },
      curl: { type: 'boolean', default: false },
    },
    true,
  );
  const { key, keyid, body } = values;
  const [method, path, ...others] = positionals;
  if (!key || !keyid || !method || !path?.startsWith('/') || others.length > 0) throw new Problem(usage);
  const apiUrl = values.url ?? readStackFile().apiUrl;
  const signed = await signRequest(
    {
      method: method.toUpperCase(),
      url: `${apiUrl.replace(/\/$/, '')}${path}`,
      body,
      idempotencyKey: values['idempotency-key'],
    },
    { pem: contentOf(key), keyid },
  );
  if (values.curl) {
    process.stdout.write(`${curlOf(signed)}\n`);
    return;
  }
  const { url, body: sent, ...rest } = signed;
  const response = await fetch(url, { ...rest, ...(sent !== undefined && { body: sent }) });
  process.stdout.write(`${response.status}\n${await response.text()}\n`);
  if (!response.ok) process.exitCode = 1;
});
