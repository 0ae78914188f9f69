import { describe, expect, it } from '@jest/globals';
import { listeners } from '../../shared/events/subscriptions.ts';
import { list, statementsOf } from './statements.ts';
import { expectSubscription, rulesTo } from './subscribed-events.ts';
import { referenced, resourcesOf, synthesised, type Resource, type Synthesised } from './synthesised.ts';
import { variant } from './variant.ts';

const stages = ['local', 'sandbox', 'production'] as const;

const named = (stacks: Synthesised, name: string) => {
  const found = resourcesOf(stacks, 'AWS::Lambda::Function').find(
    ({ Properties }) => Properties['FunctionName'] === `orderly-${stacks.settings.name}-live-${name}`,
  );
  if (found === undefined) throw new Error(`There is no function ${name}`);
  return found;
};

/** The permissions of the live stack with which a service of AWS invokes functions. */
const permissionsFor = (stacks: Synthesised, principal: string): readonly Resource[] =>
  resourcesOf(stacks, 'AWS::Lambda::Permission').filter(
    ({ id, Properties }) =>
      id in (stacks.templates['live']?.Resources ?? {}) && Properties['Principal'] === principal,
  );

/** What a function may do in DynamoDB and in API Gateway (`execute-api`): each action with its resource. */
const grantsOf = (stacks: Synthesised, name: string) => {
  const role = referenced(named(stacks, name).Properties['Role']);
  return statementsOf(resourcesOf(stacks, 'AWS::IAM::Role').find(({ id }) => id === role)).flatMap(
    ({ Action, Resource }) =>
      list(Action)
        .map(String)
        .filter((action) => /^(dynamodb|execute-api):/.test(action))
        .map((action) => ({ action, resource: JSON.stringify(Resource) })),
  );
};
const actionsOf = (...[stacks, name]: Parameters<typeof grantsOf>) =>
  grantsOf(stacks, name)
    .map(({ action }) => action)
    .toSorted();

describe.each(stages)('the WebSocket API of stage %s', (stage) => {
  const stacks = synthesised(stage);
  const [stageOfApi] = resourcesOf(stacks, 'AWS::ApiGatewayV2::Stage');

  it('opens each connection itself, and passes messages and ends of connections to one function', () => {
    const [api] = resourcesOf(stacks, 'AWS::ApiGatewayV2::Api');
    expect(api?.Properties).toMatchObject({
      ProtocolType: 'WEBSOCKET',
      // AWS requires this setting for WebSocket APIs (AWS::ApiGatewayV2::Api, RouteSelectionExpression).
      RouteSelectionExpression: '$request.body.action',
    });
    const routes = resourcesOf(stacks, 'AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties);
    expect(routes.map(({ RouteKey }) => RouteKey).toSorted()).toEqual(['$default', '$disconnect']);
    // Emulators refuse routes that return a response. So the function sends each reply as a push to the connection.
    for (const route of routes) expect(route).not.toHaveProperty('RouteResponseSelectionExpression');
    const socket = named(stacks, 'socket').id;
    for (const { Properties } of resourcesOf(stacks, 'AWS::ApiGatewayV2::Integration')) {
      expect(Properties['IntegrationType']).toBe('AWS_PROXY');
      expect(JSON.stringify(Properties['IntegrationUri'])).toContain(socket);
    }
    const permissions = permissionsFor(stacks, 'apigateway.amazonaws.com');
    expect(permissions).toHaveLength(2);
    for (const { Properties } of permissions) {
      expect(Properties['Action']).toBe('lambda:InvokeFunction');
      expect(JSON.stringify(Properties['SourceArn'])).toMatch(/\$(default|disconnect)/);
    }
  });

  it('gives the function what it needs to verify tokens, as the HTTP API has it', () => {
    const issuersOf = ({ Properties }: Resource) =>
      (Properties['Environment'] as { Variables: Record<string, unknown> }).Variables['AUTH_ISSUERS'];
    const ofHttp = resourcesOf(stacks, 'AWS::Lambda::Function')
      .filter(({ Properties }) => Properties['FunctionName'] === `orderly-${stage}-orders-place-order`)
      .map(issuersOf);
    expect(issuersOf(named(stacks, 'socket'))).toBeDefined();
    if (stage === 'production')
      expect(issuersOf(named(stacks, 'socket'))).toMatchObject({ Ref: expect.any(String) });
    else expect(issuersOf(named(stacks, 'socket'))).toEqual(ofHttp[0]);
    const dependencies = stacks.stacks.find(({ name }) => name === 'live')?.dependencies;
    // The data stack writes the parameter with the issuers, so it must be deployed first.
    expect(dependencies).toEqual(expect.arrayContaining(['data']));
  });

  it('logs each connection and message without the message, which may contain a token', () => {
    const settings = stageOfApi?.Properties['AccessLogSettings'] as { readonly Format: string };
    const fields = JSON.parse(settings.Format) as Readonly<Record<string, string>>;
    // AWS requires $context.requestId or $context.extendedRequestId (developer guide, access logging).
    expect(Object.values(fields)).toContain('$context.requestId');
    expect(Object.values(fields)).toEqual(expect.arrayContaining(['$context.routeKey', '$context.status']));
    expect(settings.Format).not.toMatch(/quer|path|\$input|authorizer|url|body|error\.message/i);
    // Execution logs with data traces would contain the messages.
    const defaults = stageOfApi?.Properties['DefaultRouteSettings'] as Readonly<Record<string, unknown>>;
    expect(defaults['DataTraceEnabled']).toBeUndefined();
    expect(defaults['LoggingLevel']).toBeUndefined();
  });

  it('is throttled like the HTTP API', () => {
    expect(stageOfApi?.Properties).toMatchObject({
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
    });
  });

  it('is used by functions that may do only what they need', () => {
    const sends = 'execute-api:ManageConnections';
    expect(actionsOf(stacks, 'socket')).toEqual(['dynamodb:DeleteItem', 'dynamodb:UpdateItem', sends]);
    expect(actionsOf(stacks, 'push')).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:DeleteItem',
      'dynamodb:UpdateItem',
      sends,
    ]);
    const connectionsOf = (name: string) =>
      grantsOf(stacks, name)
        .filter(({ action }) => action === sends)
        .flatMap(({ resource }) => {
          expect(resource).toContain('SocketsApi');
          return [...resource.matchAll(/\/v1\/\w+\/@connections\/\*/g)].map(([path]) => path);
        });
    expect(connectionsOf('push')).toEqual(['/v1/POST/@connections/*']);
    expect(connectionsOf('socket').toSorted()).toEqual([
      '/v1/DELETE/@connections/*',
      '/v1/POST/@connections/*',
    ]);
  });

  it('passes its address to the functions that need it, by a parameter that a stage can remove', () => {
    const [parameter] = resourcesOf(stacks, 'AWS::SSM::Parameter').filter(
      ({ Properties }) => Properties['Name'] === `/orderly/${stage}/live-url`,
    );
    expect(parameter?.Properties['Type']).toBe('String');
    const functions = resourcesOf(stacks, 'AWS::Lambda::Function').filter(
      ({ Properties }) =>
        'LIVE_URL' in ((Properties['Environment'] as { Variables: object }).Variables ?? {}),
    );
    expect(functions.map(({ Properties }) => Properties['FunctionName'])).toEqual([
      `orderly-${stage}-pages-serve-pages`,
    ]);
    expect(stacks.stacks.find(({ name }) => name === 'api')?.dependencies).toEqual(
      expect.arrayContaining(['live']),
    );
  });
});

describe('the log role of API Gateway', () => {
  it.each(['sandbox', 'production'] as const)('is set before the stage that needs it, on %s', (stage) => {
    const resources = Object.entries(synthesised(stage).templates['live']?.Resources ?? {});
    const [account] = resources.filter(([, { Type }]) => Type === 'AWS::ApiGateway::Account');
    const [api] = resources.filter(([, { Type }]) => Type === 'AWS::ApiGatewayV2::Stage');
    expect(account?.[1].DeletionPolicy).toBe('Retain');
    expect(api?.[1].DependsOn).toContain(account?.[0]);
  });
});

describe.each(stages)('the function that pushes, in stage %s', (stage) => {
  const stacks = synthesised(stage);
  const push = named(stacks, 'push');
  const rules = rulesTo(stacks, push.id);

  it('receives each event of its subscription from its publisher alone', () => {
    expectSubscription(rules, listeners['live-push']);
  });

  it('may be invoked by these rules alone', () => {
    const permissions = permissionsFor(stacks, 'events.amazonaws.com');
    expect(permissions.map(({ Properties }) => JSON.stringify(Properties['SourceArn'])).toSorted()).toEqual(
      rules.map(({ id }) => JSON.stringify({ 'Fn::GetAtt': [id, 'Arn'] })).toSorted(),
    );
    for (const { Properties } of permissions) {
      expect(Properties['Action']).toBe('lambda:InvokeFunction');
      expect(JSON.stringify(Properties['FunctionName'])).toContain(push.id);
    }
  });

  it('gets no event after a minute, and none a second time, because pages have polled meanwhile', () => {
    // EventBridge retries for a day by default, and Lambda for six hours (RetryPolicy, EventInvokeConfig).
    for (const { Properties } of rules) {
      expect(Properties['Targets']).toMatchObject([
        { RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 } },
      ]);
    }
    const [config, ...others] = resourcesOf(stacks, 'AWS::Lambda::EventInvokeConfig');
    expect(others).toEqual([]);
    expect(config?.Properties).toMatchObject({
      FunctionName: { Ref: push.id },
      MaximumEventAgeInSeconds: 60,
      MaximumRetryAttempts: 0,
      Qualifier: '$LATEST',
    });
  });
});

const withoutLive = await variant('local', { file: { local: { live: false } } });

describe('a stage without live connections', () => {
  const stacks = withoutLive;

  it('has no WebSocket API, function, route or rule for them', () => {
    expect(resourcesOf(stacks, 'AWS::ApiGatewayV2::Api')).toEqual([]);
    const mentions = ['AWS::Lambda::Function', 'AWS::ApiGateway::Resource', 'AWS::Events::Rule'].flatMap(
      (type) => resourcesOf(stacks, type).map(({ Properties }) => JSON.stringify(Properties)),
    );
    expect(mentions.filter((text) => /live-|"live"|LIVE_URL/.test(text))).toEqual([]);
  });

  it('keeps the table, which operators and alarms know by name', () => {
    const names = resourcesOf(stacks, 'AWS::DynamoDB::GlobalTable').map(
      ({ Properties }) => Properties['TableName'],
    );
    expect(names).toContain('orderly-local-live');
  });

  it('has nothing in the stack but a parameter that no function reads, because a stack cannot be empty', () => {
    const resources = Object.values(stacks.templates['live']?.Resources ?? {});
    expect(resources).toMatchObject([{ Type: 'AWS::SSM::Parameter', Properties: { Value: 'none' } }]);
  });
});
