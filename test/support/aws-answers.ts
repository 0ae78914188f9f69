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

/** The response of SQS to a message that it has stored. */
export const messageTaken = ({ input }: AwsCall): AwsAnswer => ({
  body: { MessageId: 'message-1', MD5OfMessageBody: md5(String(input['MessageBody'])) },
});

export const callerIdentity: AwsAnswer = {
  body: '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>210987654321</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
};

/**
 * The responses of AWS to a command that first looks up the AWS account, and then a stack. `described` is the response
 * of CloudFormation.
 */
export const stackLookup =
  (described: AwsAnswer) =>
  ({ operation }: AwsCall): AwsAnswer | undefined => {
    if (operation === 'cloudformation.DescribeStacks') return described;
    return /sts/i.test(operation) ? callerIdentity : undefined;
  };

/** The response of CloudFormation if the requested stack does not exist. */
export const noSuchStack: AwsAnswer = {
  status: 400,
  body: '<ErrorResponse><Error><Code>ValidationError</Code><Message>Stack does not exist</Message></Error></ErrorResponse>',
};

/** The response of CloudFormation about a stack with these outputs. */
export const stackWithOutputs = (outputs: Readonly<Record<string, string>>): AwsAnswer => ({
  body: `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>s</StackName><Outputs>${Object.entries(
    outputs,
  )
    .map(
      ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    )
    .join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
});
