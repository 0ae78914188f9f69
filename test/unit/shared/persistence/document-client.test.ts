import { describe, expect, it } from '@jest/globals';
import { documentClient, singleAttemptClient } from '../../../../shared/persistence/document-client.ts';

describe('the DynamoDB client', () => {
  it('repeats a failed call, except the client with a single attempt', async () => {
    expect(await documentClient.config.maxAttempts()).toBeGreaterThan(1);
    expect(await singleAttemptClient().config.maxAttempts()).toBe(1);
  });
});
