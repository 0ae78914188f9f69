import { join } from 'node:path';
import { compareMeter, type Agreement } from '../bench/check-meter/compare.ts';
import { fetchDynamoDbLocal, startDynamoDbLocal } from '../bench/check-meter/dynamodb-local.ts';
import { markdownTable, writeSection } from '../bench/documents/sections.ts';
import { localClient } from '../bench/measure/table.ts';
import { parseCommandLine } from './console/command-line.ts';
import { projectRoot } from './console/paths.ts';
import { Problem, runMain } from './console/problem.ts';
import { freePort } from './emulator/free-port.ts';

const usage = `Usage: npm run bench:check-meter [-- --requests 3000] [--seed 1]

Compares the meter with the capacity that AWS's DynamoDB Local reports. The requests are random puts, updates, deletes
and reads of items with all attribute types, on a table with two indexes. Writes the table to docs/performance.md.
Needs Java 17 and Maven. The first run downloads DynamoDB Local from Maven Central into .local.

  --requests   number of requests (default: 3000)
  --seed       seed of the random requests (default: 1)`;

const number = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value)) throw new Problem(`${text} is not a whole number.\n\n${usage}`);
  return value;
};

const tableOf = (agreements: readonly Agreement[]): string =>
  markdownTable(
    ['Request', 'Requests', 'Agreed', 'Units, meter', 'Units, DynamoDB Local'],
    agreements.map(({ kind, requests, agreed, meterUnits, engineUnits }) => [
      kind,
      requests.toLocaleString('en-US'),
      agreed.toLocaleString('en-US'),
      meterUnits.toLocaleString('en-US'),
      engineUnits?.toLocaleString('en-US') ?? 'not reported',
    ]),
  );

await runMain(async () => {
  const { values } = parseCommandLine(usage, {
    requests: { type: 'string', default: '3000' },
    seed: { type: 'string', default: '1' },
  });
  fetchDynamoDbLocal();
  const { endpoint, stop } = await startDynamoDbLocal(await freePort());
  const [client, probe] = [localClient(endpoint), localClient(endpoint)];
  const agreements = await compareMeter(client, probe, {
    requests: number(values.requests),
    seed: number(values.seed),
  });
  stop();
  const table = tableOf(agreements);
  process.stdout.write(`${table}\n`);
  for (const { kind, example } of agreements) {
    if (example !== undefined) process.stdout.write(`\n${kind}: ${example}\n`);
  }
  const section = { name: 'meter', command: 'npm run bench:check-meter' };
  writeSection(join(projectRoot, 'docs', 'performance.md'), section, table);
  return agreements.every(({ requests, agreed }) => requests === agreed) ? 0 : 1;
});
