import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { awsClient } from '../../../shared/outbound.ts';
import type { CodeStore, IssuedCode } from '../authorization-code.ts';

/** The simulators have their own client, because they share no storage code with the services. */
const tableClient = DynamoDBDocumentClient.from(awsClient(DynamoDBClient), {
  marshallOptions: { removeUndefinedValues: true },
});

const keyOf = (code: string) => ({ pk: `authorization-code#${code}` });

/** Stores authorization codes in DynamoDB, which deletes expired ones by `expiresAt`. */
export const dynamoCodeStore = (table: string, client = tableClient): CodeStore => ({
  insert: async (code) => {
    await client.send(new PutCommand({ TableName: table, Item: { ...keyOf(code.code), ...code } }));
  },
  take: async (code) => {
    const deletion = new DeleteCommand({ TableName: table, Key: keyOf(code), ReturnValues: 'ALL_OLD' });
    const { Attributes } = await client.send(deletion);
    if (Attributes === undefined) return undefined;
    const { pk: _pk, ...issued } = Attributes;
    return issued as IssuedCode;
  },
});
