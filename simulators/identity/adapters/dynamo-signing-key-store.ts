import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { awsClient } from '../../../shared/outbound.ts';
import type { SigningKey, SigningKeyStore } from '../token.ts';

const Key = { pk: 'signing-key' };

/** The simulators have their own client, because they share no storage code with the services. */
const tableClient = DynamoDBDocumentClient.from(awsClient(DynamoDBClient));

/** Stores the key pair in DynamoDB. The key pair never changes, so a function that has read it keeps it in memory. */
export const dynamoSigningKeyStore = (table: string, client = tableClient): SigningKeyStore => {
  let remembered: SigningKey | undefined;
  return {
    load: async () => {
      if (remembered !== undefined) return remembered;
      const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      remembered = Item?.['key'] as SigningKey | undefined;
      return remembered;
    },
    insert: async (key) => {
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: { ...Key, key },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
};
