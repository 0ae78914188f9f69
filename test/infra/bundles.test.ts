import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { buildPair } from '../../bench/bundles/build.ts';
import { LIMIT } from '../../bench/bundles/bundles.ts';
import { clientsAlone, sdkImportsOf } from '../../bench/bundles/sdk-imports.ts';
import { projectRoot } from '../../scripts/console/paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'orderly-bundles-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a function's bundle", () => {
  it.each(globSync('functions/**/lambda.ts', { cwd: projectRoot }).toSorted())(
    'of %s stays within 1.35 times its SDK clients alone',
    (entry) => {
      const { own, clients } = buildPair(entry, folder);
      // Without any client there is nothing to compare with; the whole of such a function is the shell around it.
      const most = clients === undefined ? 100_000 : LIMIT * clients.bytes;
      expect(own.bytes).toBeLessThanOrEqual(most);
    },
  );

  it('holds one copy of the core of the SDK', () => {
    const { parts } = buildPair('functions/payments/inbox/lambda.ts', folder);
    const names = parts.map(([name]) => name);
    expect(names).toEqual([...new Set(names)]);
    const copies = globSync('node_modules/**/{@smithy,@aws-sdk}/core/package.json', { cwd: projectRoot });
    expect(
      copies.filter((path) => /node_modules\/@(smithy|aws-sdk)\/core\/package.json$/.test(path)),
    ).toHaveLength(2);
  });
});

describe('the clients alone', () => {
  it('are what our modules import at run time, made once each', () => {
    const imports = sdkImportsOf(projectRoot, [
      'shared/persistence/document-client.ts',
      'shared/messaging/event-publisher.ts',
    ]);
    const source = clientsAlone(imports);
    expect(source).toContain('DynamoDBDocumentClient.from(new DynamoDBClient({}))');
    expect(source).toContain('new EventBridgeClient({})');
    expect(source).toContain('PutEventsCommand');
    expect(source).not.toContain('DynamoDBClientConfig');
  });
});
