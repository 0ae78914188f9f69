import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { afterAll, describe, expect, it } from '@jest/globals';
import { buildPairs } from '../../bench/bundles/build.ts';
import { bundledCode } from '../../infra/constructs/bundle.ts';
import { stages } from '../../infra/stage-config.ts';
import { WINDOW_SECONDS } from '../../shared/http/signatures.ts';
import { partnerKeys } from '../../shared/persistence/versioned-items.ts';
import { serviceRoutes } from '../support/declared-routes.ts';
import { list, statementsOf } from './statements.ts';
import { referenced, resourcesOf, synthesised } from './synthesised.ts';

const folder = mkdtempSync(join(tmpdir(), 'orderly-signed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(stages)('the functions of stage %s that accept signatures', (stage) => {
  const stacks = synthesised(stage);
  const roles = resourcesOf(stacks, 'AWS::IAM::Role');
  const table = /PartnersTable/;
  const functions = resourcesOf(stacks, 'AWS::Lambda::Function').map(({ Properties }) => ({
    name: String(Properties['FunctionName']).replace(`orderly-${stacks.settings.name}-`, ''),
    environment: (Properties['Environment'] as { Variables: Readonly<Record<string, unknown>> }).Variables,
    statements: statementsOf(roles.find(({ id }) => id === referenced(Properties['Role']))).filter(
      ({ Resource }) => table.test(JSON.stringify(Resource)),
    ),
  }));
  const accepting = functions.filter(({ environment }) => 'API_URL' in environment);

  it('are those of the signed routes, and know the table and their own address', () => {
    expect(accepting.map(({ name }) => name).toSorted()).toEqual([
      'orders-cancel-order',
      'orders-get-order',
      'orders-list-orders',
      'orders-place-order',
    ]);
    expect(serviceRoutes.filter((route) => route.signed)).toHaveLength(accepting.length);
    for (const { environment } of accepting) {
      expect(JSON.stringify(environment['PARTNERS_TABLE_NAME'])).toMatch(table);
    }
  });

  it('may read partners and record nonces in the table of partners, and nothing else', () => {
    const leading = (prefix: string) => ({
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${prefix}*`] },
    });
    for (const { statements } of accepting) {
      expect(statements.map(({ Effect, Action, Condition }) => [Effect, Action, Condition])).toEqual([
        ['Allow', 'dynamodb:GetItem', leading(partnerKeys.partner)],
        ['Allow', 'dynamodb:PutItem', leading(partnerKeys.nonce)],
      ]);
    }
  });

  it('are the only ones, beside those of the service itself, that may use the table', () => {
    const others = functions.filter((one) => one.statements.length > 0 && !accepting.includes(one));
    expect(others.map(({ name }) => name).toSorted()).toEqual(['partners-manage-partners']);
    const actions = others.flatMap(({ statements }) => statements.flatMap(({ Action }) => list(Action)));
    expect(actions).not.toContain('dynamodb:DeleteItem');
  });

  it('know the address that callers use, and never take it from a request', () => {
    const [{ environment } = { environment: {} }] = accepting;
    const url = JSON.stringify((environment as Readonly<Record<string, unknown>>)['API_URL']);
    if (stage === 'production') expect(url).toBe('"https://api.brezelbar.de"');
    else if (stage === 'sandbox') expect(url).toMatch(/https:\/\/.*execute-api.*\/v1/);
    // `npm start` passes the address of the front door (the local server in front of the emulator) when it deploys.
    else expect(url).toMatch(/"Fn::If":\["HasPublicUrl",\{"Ref":"PublicUrl"\},.*execute-api/);
  });

  it('keep nonces until their expiry, which is the TTL attribute of the table', () => {
    const [partners] = resourcesOf(stacks, 'AWS::DynamoDB::GlobalTable').filter(({ id }) => table.test(id));
    expect(partners?.Properties['TimeToLiveSpecification']).toEqual({
      AttributeName: 'expiresAt',
      Enabled: true,
    });
    expect(WINDOW_SECONDS).toBe(300);
  });
});

describe('the package of a function that accepts signatures', () => {
  const entry = 'functions/orders/lambdas/get-order.ts';
  const packageOf = (signed: boolean): string => {
    const app = new App({ outdir: join(folder, `cdk-${signed}`) });
    const stack = new Stack(app, 'One');
    const code = bundledCode(entry, { signed });
    new Function(stack, 'Function', { code, handler: 'index.handler', runtime: Runtime.NODEJS_24_X });
    app.synth();
    const [asset = 'none'] = readdirSync(app.outdir).filter((name) => name.startsWith('asset.'));
    return join(app.outdir, asset);
  };

  it('has the code that verifies as a module of its own, which the function imports by name', () => {
    const files = packageOf(true);
    const script = join(files, 'try.mjs');
    writeFileSync(
      script,
      `const { callerOf } = await import('#signed-requests');
       const event = { headers: {}, httpMethod: 'GET', path: '/orders' };
       console.log((await callerOf(event, { apiUrl: 'https://a.test', body: new Uint8Array(), now: 0 })).code);`,
    );
    expect(execFileSync(process.execPath, [script], { encoding: 'utf8' })).toBe('signature.malformed\n');
    expect(readFileSync(join(files, 'index.mjs'), 'utf8')).toContain('import("#signed-requests")');
  });

  it('differs from that of other functions, which have no such module', () => {
    expect(readdirSync(packageOf(false)).toSorted()).toEqual(['index.mjs', 'index.mjs.map']);
  });

  it('has a module for tokens without the library for signatures', () => {
    const [pair] = buildPairs([entry], join(folder, 'pair'));
    const names = (pair?.parts ?? []).map(([name]) => name);
    expect(names).toContain('aws-jwt-verify');
    expect(names).not.toContain('http-message-sig');
    expect(names).not.toContain('structured-headers');
  });
});
