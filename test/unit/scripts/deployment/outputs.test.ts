import { describe, expect, test } from '@jest/globals';
import { describeStack, frontDoorRoutes, type StackOutputs } from '../../../../scripts/deployment/outputs.ts';

const outputs: StackOutputs = {
  'orderly-local-data': {
    OrdersTableName: 'orders-1',
    NotificationsTableName: 'notifications-1',
    ExportsOutputRefSomeTableName: 'not-ours',
  },
  'orderly-local-api': {
    RestApiId: 'abc',
    RestApiStage: 'local',
    OrdersInboxQueueUrl: 'http://queues/orders-inbox',
    OrdersInboxDlqQueueUrl: 'http://queues/orders-inbox-dlq',
  },
  'orderly-local-simulators': { SimulatorsApiId: 'sim', SimulatorsApiStage: 'local' },
};
const local = { region: 'us-east-1', endpoint: 'http://127.0.0.1:4566' };

describe('describing what was deployed', () => {
  test('names tables and queues by what their outputs are called', () => {
    const stack = describeStack(outputs, local);
    expect(stack.tables).toEqual({ orders: 'orders-1', notifications: 'notifications-1' });
    expect(stack.queues).toEqual({
      ordersInbox: 'http://queues/orders-inbox',
      ordersInboxDlq: 'http://queues/orders-inbox-dlq',
    });
  });

  test('addresses APIs on an emulator by path', () => {
    const { apiUrl, simulatorsUrl } = describeStack(outputs, local);
    expect(apiUrl).toBe('http://127.0.0.1:4566/_aws/execute-api/abc/local');
    expect(simulatorsUrl).toBe('http://127.0.0.1:4566/_aws/execute-api/sim/local');
  });

  test('names the front door, which hides the ids of the APIs', () => {
    const { apiUrl, simulatorsUrl } = describeStack(outputs, {
      ...local,
      frontDoor: 'http://localhost:4567',
    });
    expect(apiUrl).toBe('http://localhost:4567/v1');
    expect(simulatorsUrl).toBe('http://localhost:4567/simulators');
    expect(frontDoorRoutes(outputs)).toEqual({
      '/v1': '/_aws/execute-api/abc/local',
      '/simulators': '/_aws/execute-api/sim/local',
      '': '/_aws/execute-api/abc/local/app',
    });
    expect(Object.keys(frontDoorRoutes(outputs, false))).toEqual(['/v1', '/simulators']);
  });

  test('takes the URL of API Gateway on AWS, where there may be no simulators', () => {
    const onAws = { 'orderly-production-app': { RestApiUrl: 'https://api.example.com/production/' } };
    const stack = describeStack(onAws, { region: 'eu-central-1' });
    expect(stack.apiUrl).toBe('https://api.example.com/production');
    expect(stack).not.toHaveProperty('simulatorsUrl');
    expect(stack).not.toHaveProperty('endpoint');
  });

  test('says which output is missing', () => {
    expect(() => describeStack({}, local)).toThrow('The stacks have no output RestApiId');
  });
});
