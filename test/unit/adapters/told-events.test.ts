import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { MessageLog } from '../../../functions/notifications/domain/message-log.ts';
import { startFakeAws, type FakeAws } from '../../support/fake-aws.ts';
import { claimOf } from '../../support/message-log.ts';
import { ORDER_ID } from '../../support/orders.ts';

let aws: FakeAws;
let log: MessageLog;

beforeAll(async () => {
  aws = await startFakeAws();
  const { documentClient } = await import('../../../shared/persistence/document-client.ts');
  const { dynamoMessageLog } =
    await import('../../../functions/notifications/adapters/dynamo-message-log.ts');
  log = dynamoMessageLog(documentClient, 'table');
});
afterEach(() => aws.reset());
afterAll(() => aws.close());

describe('the claim of an event whose type has a limit', () => {
  it('counts the event in a set, which has room or contains it already', async () => {
    await log.claim(
      claimOf(ORDER_ID, {
        eventId: `PaymentFailed:${ORDER_ID}:msg_1`,
        limit: { eventType: 'PaymentFailed', most: 3 },
      }),
    );
    const [update] = aws.inputsOf('DynamoDB.UpdateItem');
    expect(update).toMatchObject({
      ExpressionAttributeNames: { '#told': 'told:PaymentFailed' },
      ExpressionAttributeValues: {
        ':event': { S: ':PaymentFailed:msg_1' },
        ':events': { SS: [':PaymentFailed:msg_1'] },
        ':most': { N: '3' },
      },
    });
    expect(update?.['UpdateExpression']).toMatch(/ ADD #told :events$/);
    expect(update?.['ConditionExpression']).toMatch(
      / AND \(attribute_not_exists\(#told\) OR contains\(#told, :event\) OR size\(#told\) < :most\)$/,
    );
  });

  it('of any other type counts nothing', async () => {
    await log.claim(claimOf(ORDER_ID));
    const [update] = aws.inputsOf('DynamoDB.UpdateItem');
    expect(update?.['UpdateExpression']).not.toContain('ADD');
    expect(JSON.stringify(update)).not.toContain('told');
  });
});
