import { describe, expect, it } from '@jest/globals';
import { list, statementsOf } from './statements.ts';
import { synthesise } from './synthesise.ts';
import { referenced, resourcesOf, synthesised, type Synthesised } from './synthesised.ts';

const stages = ['local', 'sandbox', 'production'] as const;

const named = (stacks: Synthesised, name: string) => {
  const found = resourcesOf(stacks, 'AWS::Lambda::Function').find(
    ({ Properties }) => Properties['FunctionName'] === `orderly-${stacks.settings.name}-live-${name}`,
  );
  if (found === undefined) throw new Error(`There is no function ${name}`);
  return found;
};

/** What a function may do, besides logging, tracing and what the queue of an inbox needs. */
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

  it('has the three routes that API Gateway defines, all handled by one function', () => {
    const [api] = resourcesOf(stacks, 'AWS::ApiGatewayV2::Api');
    expect(api?.Properties).toMatchObject({
      ProtocolType: 'WEBSOCKET',
      // AWS requires it for WebSocket APIs (AWS::ApiGatewayV2::Api, RouteSelectionExpression).
      RouteSelectionExpression: '$request.body.action',
    });
    const routes = resourcesOf(stacks, 'AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties);
    expect(routes.map(({ RouteKey }) => RouteKey).toSorted()).toEqual([
      '$connect',
      '$default',
      '$disconnect',
    ]);
    // Emulators refuse routes that return a response, so replies are pushes.
    for (const route of routes) expect(route).not.toHaveProperty('RouteResponseSelectionExpression');
    const socket = named(stacks, 'socket').id;
    for (const { Properties } of resourcesOf(stacks, 'AWS::ApiGatewayV2::Integration')) {
      expect(Properties['IntegrationType']).toBe('AWS_PROXY');
      expect(JSON.stringify(Properties['IntegrationUri'])).toContain(socket);
    }
    const permissions = Object.values(stacks.templates['live']?.Resources ?? {}).filter(
      ({ Type }) => Type === 'AWS::Lambda::Permission',
    );
    expect(permissions).toHaveLength(3);
    for (const { Properties } of permissions) {
      expect(Properties).toMatchObject({
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
      });
      expect(JSON.stringify(Properties['SourceArn'])).toMatch(/\$(connect|default|disconnect)/);
    }
  });

  it('logs each connection and message without the query, which contains the ticket', () => {
    const settings = stageOfApi?.Properties['AccessLogSettings'] as { readonly Format: string };
    const fields = JSON.parse(settings.Format) as Readonly<Record<string, string>>;
    // AWS requires $context.requestId or $context.extendedRequestId (developer guide, access logging).
    expect(Object.values(fields)).toContain('$context.requestId');
    expect(Object.values(fields)).toEqual(expect.arrayContaining(['$context.routeKey', '$context.status']));
    expect(settings.Format).not.toMatch(/quer|path|\$input|authorizer|url/i);
    // Execution logs with data traces would contain the query and the messages.
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
    expect(actionsOf(stacks, 'issue-ticket')).toEqual(['dynamodb:PutItem', 'dynamodb:UpdateItem']);
    expect(actionsOf(stacks, 'socket')).toEqual([
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      sends,
    ]);
    expect(actionsOf(stacks, 'inbox')).toEqual([
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
    expect(connectionsOf('inbox')).toEqual(['/v1/POST/@connections/*']);
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
    expect(functions.map(({ Properties }) => Properties['FunctionName'])).toEqual(
      ['live-issue-ticket', 'pages-serve-pages'].map((name) => `orderly-${stage}-${name}`),
    );
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

describe('the inbox of live', () => {
  it('has few workers on AWS, because it must not take the concurrency that orders need', () => {
    const stacks = synthesised('sandbox');
    const queue = resourcesOf(stacks, 'AWS::SQS::Queue').find(
      ({ Properties }) => Properties['QueueName'] === 'orderly-sandbox-live-inbox',
    );
    const mapping = resourcesOf(stacks, 'AWS::Lambda::EventSourceMapping').find(
      ({ Properties }) => referenced(Properties['EventSourceArn']) === queue?.id,
    );
    expect(mapping?.Properties['ScalingConfig']).toEqual({ MaximumConcurrency: 10 });
  });
});

describe('a stage without live connections', () => {
  const stacks = synthesise('local', { file: { local: { live: false } } });

  it('has no WebSocket API, function, route or rule for them', () => {
    expect(resourcesOf(stacks, 'AWS::ApiGatewayV2::Api')).toEqual([]);
    const mentions = ['AWS::Lambda::Function', 'AWS::ApiGateway::Resource', 'AWS::Events::Rule'].flatMap(
      (type) => resourcesOf(stacks, type).map(({ Properties }) => JSON.stringify(Properties)),
    );
    expect(mentions.filter((text) => /live-|"live"|LIVE_URL/.test(text))).toEqual([]);
  });

  it('keeps the table and the queues, which operators and alarms know by name', () => {
    const namesOf = (type: string, property: string) =>
      resourcesOf(stacks, type)
        .map(({ Properties }) => String(Properties[property]))
        .filter((name) => name.includes('live'))
        .toSorted();
    expect(namesOf('AWS::SQS::Queue', 'QueueName')).toEqual([
      'orderly-local-live-inbox',
      'orderly-local-live-inbox-dlq',
    ]);
    expect(namesOf('AWS::DynamoDB::GlobalTable', 'TableName')).toEqual(['orderly-local-live']);
  });
});
