import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { SigningKey, SigningKeyStore } from '../domain/signing-key.ts';

const Key = { pk: 'signing-key' };

/** The issuer's own client: outside parties share no code with the services beyond the HTTP shell. */
const tableClient = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** The key pair in DynamoDB, written once; after its first reading a function remembers it. */
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
