import type { Grant } from './grants.ts';

/** The settings of a function that make Lambda itself use the function's role. */
export interface FunctionSetup {
  /** The ARN of the log group, with `:*` at the end or without it. */
  readonly logGroupArn: string;
  /** Whether Lambda sends traces to X-Ray (`TracingConfig`). */
  readonly traced: boolean;
  /** The ARNs of the queues and streams whose messages invoke the function (event source mappings). */
  readonly sourceArns: readonly string[];
}

const QUEUE = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const STREAM = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];

const needsOfSource = (arn: string): readonly Grant[] =>
  (arn.includes(':dynamodb:') ? STREAM : QUEUE).map((action) => ({ action, resource: arn }));

/**
 * The calls that Lambda itself makes with a function's role on the local stage. An emulator does not check these calls.
 * On AWS, Lambda also calls S3 with the role of a relay (exceptions.ts). Sources, all in the Lambda developer guide:
 * "Using Lambda with Amazon SQS" and "Using AWS Lambda with Amazon DynamoDB" (execution role permissions), "Sending
 * Lambda function logs to CloudWatch Logs", "Visualize Lambda function invocations using AWS X-Ray".
 */
export const lambdaNeeds = ({ logGroupArn, traced, sourceArns }: FunctionSetup): readonly Grant[] => {
  const streams = `${logGroupArn.replace(/:\*$/, '')}:*`;
  return [
    ...['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({ action, resource: streams })),
    ...(traced ? ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'] : []).map((action) => ({
      action,
      resource: '*',
    })),
    ...sourceArns.flatMap(needsOfSource),
  ];
};
