import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildPairs, type BundlePair } from '../../bench/bundles/build.ts';
import { LIMIT } from '../../bench/bundles/bundles.ts';
import { deployedFunctions } from '../../bench/bundles/deployed-functions.ts';
import { clientsAlone, sdkImportsOf } from '../../bench/bundles/sdk-imports.ts';
import { bundledCode } from '../../infra/constructs/bundle.ts';
import { projectRoot } from '../../scripts/console/paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'orderly-bundles-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const entries = globSync('{functions,simulators}/*/lambdas/*.ts', { cwd: projectRoot }).toSorted();

describe("a function's bundle", () => {
  let pairs: ReadonlyMap<string, BundlePair>;
  const pairOf = (entry: string): BundlePair => {
    const pair = pairs.get(entry);
    if (pair === undefined) throw new Error(`${entry} is not bundled`);
    return pair;
  };
  beforeAll(() => {
    pairs = new Map(buildPairs(entries, folder).map((pair, index) => [entries[index] ?? '', pair]));
  });

  it.each(entries)('of %s is at most 1.35 times as large as its SDK clients alone', (entry) => {
    const { own, clients, parts } = pairOf(entry);
    // A function without SDK clients has a fixed limit. Its bundle contains the handler code and, if the function
    // renders pages, Preact.
    const alone = parts.some(([name]) => name === 'preact') ? 130_000 : 100_000;
    const most = clients === undefined ? alone : LIMIT * clients.bytes;
    expect(own.bytes).toBeLessThanOrEqual(most);
  });

  it('contains one copy of the SDK core', () => {
    const { parts } = pairOf('functions/payments/lambdas/inbox.ts');
    const names = parts.map(([name]) => name);
    expect(names).toEqual([...new Set(names)]);
    const copies = globSync('node_modules/**/{@smithy,@aws-sdk}/core/package.json', { cwd: projectRoot });
    expect(
      copies.filter((path) => /node_modules\/@(smithy|aws-sdk)\/core\/package.json$/.test(path)),
    ).toHaveLength(2);
  });
});

describe('the functions that npm run bench:bundles measures', () => {
  it('are all of the code base, with the environment in which they are deployed', () => {
    const measured = deployedFunctions();
    expect(measured.map(({ entry }) => entry)).toEqual(entries);
    const stages = measured.map(({ environment }) => environment['STAGE']);
    expect(new Set(stages)).toEqual(new Set(['local', 'sandbox', 'production']));
  });
});

describe('the code of functions in one folder', () => {
  // CDK bundles a folder once for functions with the same options. So the functions of a folder need different options.
  it('is that of their own entry', () => {
    const stack = new Stack(new App({ outdir: join(folder, 'cdk.out') }), 'Two');
    for (const name of ['get-order', 'cancel-order']) {
      const code = bundledCode(`functions/orders/lambdas/${name}.ts`);
      new Function(stack, name, { code, handler: 'index.handler', runtime: Runtime.NODEJS_24_X });
    }
    const functions = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
    const keys = functions.map(({ Properties }) => Properties.Code.S3Key as string);
    expect(new Set(keys).size).toBe(2);
  });
});

describe('the clients alone', () => {
  it('are the SDK classes that the modules import at run time, each created once', () => {
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
