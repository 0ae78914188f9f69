import { createHash } from 'node:crypto';
import type { AwsAnswer, AwsCall } from './fake-aws.ts';

/** An error response of an AWS service with a JSON protocol. Status 500 makes the SDK retry. */
export const awsError = (name: string, details: object = {}, status = 400): AwsAnswer => ({
  status,
  body: { __type: `com.amazonaws#${name}`, message: name, ...details },
});

/** The error of a failed condition. `item` is the existing item in DynamoDB JSON, if the write requested it. */
export const conditionFailed = (item?: object): AwsAnswer =>
  awsError('ConditionalCheckFailedException', item === undefined ? {} : { Item: item });

/** The error of a transaction that DynamoDB cancelled, with a reason for each write. */
export const cancelled = (...reasons: readonly object[]): AwsAnswer =>
  awsError('TransactionCanceledException', { CancellationReasons: reasons });

/** The checksum that SQS returns for a text. The SDK verifies it. */
export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** The response of SQS to an accepted message. */
export const messageTaken = ({ input }: AwsCall): AwsAnswer => ({
  body: { MessageId: 'message-1', MD5OfMessageBody: md5(String(input['MessageBody'])) },
});
