import { createHash } from 'node:crypto';
import type { AwsAnswer, AwsCall } from './fake-aws.ts';

/** An error of a service that speaks JSON, by its name. A status of 500 makes the SDK try again. */
export const awsError = (name: string, details: object = {}, status = 400): AwsAnswer => ({
  status,
  body: { __type: `com.amazonaws#${name}`, message: name, ...details },
});

/** DynamoDB's no to a condition; `item` is what was there, in DynamoDB's JSON, if the write asked for it. */
export const conditionFailed = (item?: object): AwsAnswer =>
  awsError('ConditionalCheckFailedException', item === undefined ? {} : { Item: item });

/** A transaction that DynamoDB cancelled, with a reason for each of its writes. */
export const cancelled = (...reasons: readonly object[]): AwsAnswer =>
  awsError('TransactionCanceledException', { CancellationReasons: reasons });

/** The checksum that SQS gives of a text, and that the SDK compares. */
export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** SQS's answer to a message that it took. */
export const messageTaken = ({ input }: AwsCall): AwsAnswer => ({
  body: { MessageId: 'message-1', MD5OfMessageBody: md5(String(input['MessageBody'])) },
});
