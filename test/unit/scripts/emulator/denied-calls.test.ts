import { describe, expect, it } from '@jest/globals';
import { deniedCallsIn, deniedReport } from '../../../../scripts/emulator/denied-calls.ts';

const denial = (action: string, resource: string) =>
  JSON.stringify({
    level: 'ERROR',
    error: {
      name: 'AccessDeniedException',
      message:
        `User: arn:aws:sts::000000000000:assumed-role/role/function is not authorized to perform: ${action} on ` +
        `resource: ${resource} because no identity-based policy allows the ${action} action`,
    },
  });
const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/orderly-local-orders';
const group = '/orderly/local/orders/place-order';

describe('the calls that IAM denied', () => {
  it('are read from the logs, each once', () => {
    const lines = [
      { logGroup: group, message: denial('dynamodb:PutItem', table) },
      { logGroup: group, message: denial('dynamodb:PutItem', table) },
      {
        logGroup: '/orderly/local/orders/relay',
        message: denial('events:PutEvents', 'arn:aws:events:::bus'),
      },
      { logGroup: group, message: 'The customer is not authorized' },
    ];
    expect(deniedCallsIn(lines)).toEqual([
      { logGroup: group, action: 'dynamodb:PutItem', resource: table },
      {
        logGroup: '/orderly/local/orders/relay',
        action: 'events:PutEvents',
        resource: 'arn:aws:events:::bus',
      },
    ]);
  });

  it('are reported with the function, the action and the resource', () => {
    const calls = deniedCallsIn([{ logGroup: group, message: denial('dynamodb:PutItem', table) }]);
    expect(deniedReport(calls)).toContain(`${group}: dynamodb:PutItem on ${table}`);
    expect(deniedReport([])).toBe('');
  });
});
