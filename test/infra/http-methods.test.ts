import { describe, expect, it } from '@jest/globals';
import { EXPOSED_HEADERS, securityHeaders } from '../../shared/http/route.ts';
import { stages, type Stage } from '../../infra/stage-config.ts';
import { serviceRoutes } from '../support/declared-routes.ts';
import { ACCOUNT } from './resolved.ts';
import { list, statementsOf } from './statements.ts';
import { referenced, synthesised, type Resource } from './synthesised.ts';

const apiOf = (stage: Stage) => {
  const template = synthesised(stage).templates['api']!;
  const all = (type: string): readonly (Resource & { readonly id: string })[] =>
    Object.entries(template.Resources).flatMap(([id, one]) => (one.Type === type ? [{ ...one, id }] : []));
  return { template, all };
};

const pathOf = (stage: Stage, id: unknown): string => {
  const { Properties } = apiOf(stage).template.Resources[referenced(id) ?? ''] ?? {};
  const part = Properties?.['PathPart'] as string | undefined;
  return part === undefined ? '' : `${pathOf(stage, Properties?.['ParentId'])}/${part}`;
};

interface Method {
  readonly path: string;
  readonly method: string;
  readonly handler: string;
}

const methodsOf = (stage: Stage): readonly Method[] =>
  apiOf(stage)
    .all('AWS::ApiGateway::Method')
    .map(({ Properties }) => {
      const { Type, Uri } = Properties['Integration'] as { Type: string; Uri: unknown };
      expect(Type).toBe('AWS_PROXY');
      return {
        path: pathOf(stage, Properties['ResourceId']) || '/',
        method: String(Properties['HttpMethod']),
        handler: /"Fn::GetAtt":\["(\w+)","Arn"\]/.exec(JSON.stringify(Uri))?.[1] ?? '',
      };
    });

const namesOf = (stage: Stage): ReadonlyMap<string, string> =>
  new Map(
    apiOf(stage)
      .all('AWS::Lambda::Function')
      .map(({ id, Properties }) => [id, String(Properties['FunctionName'])]),
  );

const variablesOf = (stage: Stage, name: string): Readonly<Record<string, string>> => {
  const found = apiOf(stage)
    .all('AWS::Lambda::Function')
    .find(({ Properties }) => Properties['FunctionName'] === `orderly-${stage}-${name}`);
  return (found!.Properties['Environment'] as { Variables: Record<string, string> }).Variables;
};

describe.each(stages)('the paths of the API of %s', (stage) => {
  const methods = methodsOf(stage);
  const names = namesOf(stage);
  const handlerOf = (path: string, method: string): string | undefined =>
    names.get(methods.find((one) => one.path === path && one.method === method)?.handler ?? '');
  const notFound = `orderly-${stage}-ops-edge`;

  it('have HEAD wherever they have GET, served by the same function', () => {
    const readable = methods.filter(({ method }) => method === 'GET');
    expect(readable.length).toBeGreaterThan(10);
    for (const { path, handler } of readable) {
      expect([path, handlerOf(path, 'HEAD')]).toEqual([path, names.get(handler)]);
    }
    expect(methods.filter(({ method }) => method === 'HEAD')).toHaveLength(readable.length);
  });

  it('send every other method to the function that answers 405, and every other path to the same', () => {
    const paths = new Set(methods.map(({ path }) => path));
    for (const path of paths) expect([path, handlerOf(path, 'ANY')]).toEqual([path, notFound]);
    expect([...paths]).toEqual(
      expect.arrayContaining(['/', '/{proxy+}', ...serviceRoutes.map(({ path }) => path)]),
    );
  });

  it('are listed with their methods in the environment of that function', () => {
    const expected = Object.fromEntries(
      [...Map.groupBy(serviceRoutes, ({ path }) => path)]
        .filter(([path]) => path !== '/{proxy+}')
        .map(([path, routes]) => {
          const own = routes.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
          return [path, [...own, 'OPTIONS'].toSorted().join(', ')];
        }),
    );
    const listed: unknown = JSON.parse(variablesOf(stage, 'ops-edge')['METHODS'] ?? '');
    expect(listed).toEqual(expected);
    expect(expected['/orders']).toBe('GET, HEAD, OPTIONS, POST');
  });

  it('invoke their functions by one role, which may invoke exactly these', () => {
    const { all } = apiOf(stage);
    const roles = all('AWS::IAM::Role');
    const credentials = new Set(
      all('AWS::ApiGateway::Method').map(({ Properties }) =>
        referenced((Properties['Integration'] as { Credentials?: unknown }).Credentials),
      ),
    );
    expect(credentials.size).toBe(1);
    const role = roles.find(({ id }) => credentials.has(id));
    expect(role?.Properties['AssumeRolePolicyDocument']).toMatchObject({
      Statement: [{ Action: 'sts:AssumeRole', Principal: { Service: 'apigateway.amazonaws.com' } }],
    });
    const statements = statementsOf(role);
    expect(statements.flatMap(({ Action }) => list(Action))).toEqual(['lambda:InvokeFunction']);
    const allowed = statements.flatMap(({ Resource }) => list(Resource)).map(referenced);
    expect(allowed.toSorted()).toEqual([...new Set(methods.map(({ handler }) => handler))].toSorted());
    // The only permission on a function of this stack is that of EventBridge, whose schedule runs the canary. So no API
    // may invoke a function of this stack without a role.
    const principals = all('AWS::Lambda::Permission').map(({ Properties }) => Properties['Principal']);
    expect(principals.filter((principal) => principal !== 'events.amazonaws.com')).toEqual([]);
  });

  it('fit that role: the inline policies of a role have at most 10,240 characters (IAM user guide, quotas)', () => {
    const arns = [...names.values()].map(
      (name) => `arn:aws:lambda:ap-southeast-2:${ACCOUNT}:function:${name}`,
    );
    expect(arns.length).toBeGreaterThan(20);
    expect(JSON.stringify(arns).length).toBeLessThan(10_240 - 500);
  });
});

describe('the origins of the settings', () => {
  it('reach every function behind a route of the API', () => {
    const functions = apiOf('production').all('AWS::Lambda::Function');
    expect(functions.length).toBeGreaterThan(20);
    for (const { id, Properties } of functions) {
      const { Variables } = Properties['Environment'] as { Variables: Record<string, string> };
      expect([id, Variables['ALLOWED_ORIGINS']]).toEqual([
        id,
        'https://brezelbar.de https://theke.brezelbar.de',
      ]);
    }
  });

  it('are none by default', () => {
    expect(synthesised('sandbox').settings.allowedOrigins).toEqual([]);
    expect(JSON.stringify(synthesised('sandbox').templates)).not.toContain('ALLOWED_ORIGINS');
  });
});

describe.each(stages)('what API Gateway of %s answers itself', (stage) => {
  const stacks = synthesised(stage);
  const answers = ['api', 'simulators'].flatMap((name) =>
    Object.values(stacks.templates[name]?.Resources ?? {})
      .filter(({ Type }) => Type === 'AWS::ApiGateway::GatewayResponse')
      .map(({ Properties }) => ({
        type: String(Properties['ResponseType']),
        headers: Object.fromEntries(
          Object.entries(Properties['ResponseParameters'] as Record<string, string>).map(([name, value]) => {
            // API Gateway uses a value unchanged only if it is in single quotes.
            expect(value).toMatch(/^'.*'$/);
            return [name.replace('gatewayresponse.header.', '').toLowerCase(), value.slice(1, -1)];
          }),
        ),
      })),
  );

  it('has the headers of all other responses', () => {
    expect(answers.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['DEFAULT_4XX', 'DEFAULT_5XX', 'MISSING_AUTHENTICATION_TOKEN', 'THROTTLED']),
    );
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        ...securityHeaders(stage !== 'local'),
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
      });
      expect('strict-transport-security' in headers).toBe(stage !== 'local');
    }
    expect(answers.find(({ type }) => type === 'THROTTLED')?.headers).toMatchObject({ 'retry-after': '2' });
  });

  it('can be read by pages of the first allowed origin, and invites no cookies', () => {
    const cors =
      stage === 'production'
        ? {
            'access-control-allow-origin': 'https://brezelbar.de',
            'access-control-expose-headers': EXPOSED_HEADERS,
            vary: 'Origin',
          }
        : {};
    for (const { headers } of answers) {
      const found = Object.entries(headers).filter(([name]) =>
        /^(access-control-|vary$|set-cookie$)/.test(name),
      );
      expect(Object.fromEntries(found)).toEqual(cors);
    }
  });
});
