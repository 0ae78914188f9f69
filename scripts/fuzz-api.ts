import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { bodyOf, orderlyClient } from '../client/index.ts';
import { parseCommandLine } from './console/command-line.ts';
import { localFile } from './console/paths.ts';
import { Problem, runMain } from './console/problem.ts';
import { readContract } from './contract/documents.ts';
import { fuzzedDocument } from './contract/fuzzed-document.ts';
import { readStackFile } from './deployment/stack-file.ts';
import { installPythonPackages, venvProgram } from './emulator/python.ts';
import { issueToken } from './tour/token.ts';

const usage = `Usage: npm run fuzz:api [-- --examples N] [--seed S]

Sends random requests to the API of the running local stage, made from its OpenAPI document by schemathesis, also in
chains that use what earlier responses returned. Fails if a response has a status above 499 or does not match the
document, or if the API accepts invalid data or ignores a missing token or header. It places orders and adds products,
so use a stage whose data you do not need.

  --examples   how many random requests to send to each route (default: 20). Requests for the edges of each parameter
               come in addition
  --seed       repeats the requests of an earlier run`;

/**
 * The checks for each response. No check requires that the API accepts all input that matches the document, because the
 * API has further rules. For example, it refuses a total that is too small, and a cursor that it has not issued.
 */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'missing_required_header',
  'ignored_auth',
];

/** The part of the report that this program prints. */
type Report = { test_cases: { generated: number; with_failures: number } };

const numberOf = (text: string, name: string): number => {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Problem(`--${name} must be a number above 0, but is "${text}".`);
};

await runMain(async () => {
  const { values } = parseCommandLine(usage, {
    examples: { type: 'string', default: '20' },
    seed: { type: 'string' },
  });
  const examples = numberOf(values.examples, 'examples');
  const stack = readStackFile();
  await installPythonPackages('requirements-fuzz');
  const token = await issueToken(stack, 'fuzz', 'admin');
  const client = orderlyClient({ baseUrl: stack.apiUrl });
  const products = await bodyOf(client.GET('/products', { params: { query: { limit: 10 } } }));
  const document = fuzzedDocument(
    (await readContract()).openApi,
    products.items.map(({ productId }) => productId),
  );
  const file = localFile('fuzz', 'openapi.json');
  const report = localFile('fuzz', 'report.json');
  writeFileSync(file, JSON.stringify(document));
  const run = spawn(
    venvProgram('st'),
    [
      'run',
      file,
      `--url=${stack.apiUrl}`,
      `--header=Authorization: Bearer ${token}`,
      '--phases=examples,coverage,fuzzing,stateful',
      `--checks=${CHECKS.join(',')}`,
      `--max-examples=${examples}`,
      '--continue-on-failure',
      '--request-timeout=60',
      '--suppress-health-check=all',
      '--generation-database=none',
      // With more workers, threads parse Python at the same moment, and CPython 3.11 may fail ("AST constructor
      // recursion depth mismatch").
      '--workers=1',
      '--report=json',
      `--report-json-path=${report}`,
      ...(values.seed === undefined ? [] : [`--seed=${numberOf(values.seed, 'seed')}`]),
    ],
    // The program leaves files in its working folder. If FORCE_COLOR had any value, even 0, the program would print its
    // progress even when its output goes to a file.
    { stdio: 'inherit', cwd: dirname(file), env: { ...process.env, FORCE_COLOR: undefined } },
  );
  const [code] = (await once(run, 'exit')) as [number | null];
  const { test_cases: sent } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  process.stdout.write(`\n${sent.generated} requests, ${sent.with_failures} with a wrong response\n`);
  return code ?? 1;
});
