import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { unzipSync } from 'fflate';
import { bundleFunctions, bundleSignedRequests } from '../../../../infra/constructs/bundle-options.ts';
import { projectRoot } from '../../../../scripts/console/paths.ts';
import { deployBundles, redeployer } from '../../../../scripts/dev/redeploy.ts';

const entry = 'functions/orders/lambdas/list-orders.ts';
const name = 'orderly-local-orders-list-orders';
const made = new Map([
  ...(bundleFunctions(projectRoot, [entry]).get(entry) ?? []),
  ...bundleSignedRequests(projectRoot),
]);

let bundle: string;
beforeEach(() => {
  bundle = mkdtempSync(join(tmpdir(), 'orderly-bundle-'));
  for (const [file, content] of made) writeFileSync(join(bundle, file), content);
});
afterEach(() => rmSync(bundle, { recursive: true, force: true }));

/** A client of Lambda that sends nothing, and records the code of each function that it was asked to update. */
const recording = () => {
  const sent: { name: string | undefined; files: Record<string, Uint8Array> }[] = [];
  const lambda = new LambdaClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  lambda.middlewareStack.add(
    () => (request) => {
      const { FunctionName, ZipFile } = request.input as { FunctionName?: string; ZipFile: Uint8Array };
      sent.push({ name: FunctionName, files: unzipSync(ZipFile) });
      return Promise.resolve({ output: { $metadata: {} }, response: {} });
    },
    { step: 'initialize', priority: 'high' },
  );
  return { lambda, sent };
};

describe('a function that is redeployed', () => {
  it('is not sent if its bundle is what the stacks deployed', async () => {
    const { lambda, sent } = recording();
    const named: string[] = [];
    const { redeploy } = redeployer(lambda, (one) => named.push(one));
    expect(await redeploy([{ name, entry, bundle }])).toEqual([]);
    expect(sent).toEqual([]);
    expect(named).toEqual([]);
  });

  it('is sent once, with the other files of its bundle', async () => {
    writeFileSync(join(bundle, 'index.mjs'), 'older code');
    mkdirSync(join(bundle, 'docs'));
    writeFileSync(join(bundle, 'docs', 'index.html'), '<p>');
    const { lambda, sent } = recording();
    const named: string[] = [];
    const { redeploy } = redeployer(lambda, (one) => named.push(one));
    expect(await redeploy([{ name, entry, bundle }])).toEqual([name]);
    expect(await redeploy([{ name, entry, bundle }])).toEqual([]);
    expect(sent.map((one) => one.name)).toEqual([name]);
    expect(Object.keys(sent[0]?.files ?? {}).toSorted()).toEqual(
      [...made.keys(), 'docs/index.html'].toSorted(),
    );
    expect(
      Buffer.compare(sent[0]?.files['index.mjs'] ?? Buffer.of(), made.get('index.mjs') ?? Buffer.of()),
    ).toBe(0);
    expect(named).toEqual([name]);
  });

  it('is sent again if a deployment has replaced its code by older code', async () => {
    writeFileSync(join(bundle, 'index.mjs'), 'older code');
    const { lambda, sent } = recording();
    const { redeploy, afterDeployment } = redeployer(lambda, () => {});
    expect(await afterDeployment([{ name, entry, bundle }])).toEqual([]);
    await redeploy([{ name, entry, bundle }]);
    expect(await afterDeployment([{ name, entry, bundle }])).toEqual([name]);
    writeFileSync(join(bundle, 'index.mjs'), made.get('index.mjs') ?? '');
    expect(await afterDeployment([{ name, entry, bundle }])).toEqual([]);
    expect(sent).toHaveLength(2);
  });

  it('gets the code of the stacks back on request', async () => {
    const { lambda, sent } = recording();
    await deployBundles(lambda, [{ name, entry, bundle }]);
    expect(Object.keys(sent[0]?.files ?? {}).toSorted()).toEqual([...made.keys()].toSorted());
  });
});
