/** A grant (one action on one resource) that functions need although no call in the integration tests uses it. */
export interface GrantException {
  /** The names of the functions, for example `orders-relay`. Each of these functions must have the grant. */
  readonly functions: readonly string[];
  readonly action: string;
  /** The end of the resource's ARN. Set it if calls use other grants of the same action. */
  readonly resource?: string;
  /** The stages that have the grant: all stages, or only those on AWS, where no test runs. */
  readonly stages: 'all' | 'aws';
  readonly reason: string;
}

/**
 * All grants that neither the integration tests nor Lambda itself use on the local stage. The run fails for any other
 * unused grant. It also fails if an exception is out of date: if the grant of an exception for all stages is used or
 * missing, or if the local stage has the grant of an exception for AWS.
 */
export const grantExceptions: readonly GrantException[] = [
  {
    functions: ['orders-relay', 'inventory-relay', 'payments-relay', 'fulfilment-relay'],
    action: 'sqs:SendMessage',
    resource: '-relay-dlq',
    stages: 'all',
    reason:
      'A relay sends an event to its dead-letter queue if the bus refuses it for good. The bus of an emulator refuses ' +
      'no event that a service writes. test/infra/grants.test.ts checks the grant.',
  },
  {
    functions: ['orders-relay', 'inventory-relay', 'payments-relay', 'fulfilment-relay'],
    action: 's3:PutObject',
    stages: 'aws',
    reason:
      'Lambda stores the stream records that a relay could not publish within 23 hours. Emulators lack this feature.',
  },
  {
    functions: ['orders-relay', 'inventory-relay', 'payments-relay', 'fulfilment-relay'],
    action: 's3:ListBucket',
    stages: 'aws',
    reason: 'As s3:PutObject: Lambda asks for both (developer guide, failed-event destinations).',
  },
  {
    functions: ['orders-place-order'],
    action: 'dynamodb:Query',
    stages: 'aws',
    reason: 'Counts the unpaid orders of a customer. The local stage does not limit them.',
  },
  {
    functions: ['orders-erase-customer'],
    action: 'cognito-idp:AdminDeleteUser',
    stages: 'aws',
    reason:
      'Deletes the account of a forgotten customer. The local stage simulates identity and has no accounts.',
  },
];
