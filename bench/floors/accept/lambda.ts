import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { readEnv, text } from '../../../shared/config/env.ts';
import { bearerTokens } from '../../../shared/http/authentication.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';

const env = readEnv({ TABLE_NAME: text });
const authenticate = bearerTokens();

/** The minimal work to accept an order: one token check, one read and one conditional write. */
export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const caller = await authenticate(event.headers['Authorization'] ?? event.headers['authorization']);
  const id = crypto.randomUUID();
  await documentClient.send(new GetCommand({ TableName: env.TABLE_NAME, Key: { pk: 'price' } }));
  await documentClient.send(
    new PutCommand({
      TableName: env.TABLE_NAME,
      Item: { pk: id, customerId: caller.id, body: event.body },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  );
  // Orderly's functions write a log line for each request (shared/http/http-handler.ts), so the floor writes one, too.
  console.log(JSON.stringify({ message: 'Accepted', id }));
  return { statusCode: 202, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id }) };
};
