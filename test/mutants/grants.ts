/** A grant that `npm run mutants -- --grants` takes from a function's role, and the test that must notice it. */
export interface GrantMutant {
  readonly name: string;
  /** What the function cannot do without the grant. */
  readonly bug: string;
  /** The service and the entry of the function, as in the name of its log group. */
  readonly function: string;
  readonly action: string;
  /**
   * What to look for in the function's log if the log does not name the action. Some errors are logged without their
   * message, because the message could contain personal data.
   */
  readonly logged?: string;
  /**
   * The integration test that must fail. `file` is its file below test/integration. `test` is its name, or the end of
   * its name.
   */
  readonly file: string;
  readonly test: string;
}

/** These mutants cover most of the AWS services that functions call, and each kind of function. */
export const grantMutants: readonly GrantMutant[] = [
  {
    name: 'contact-not-written',
    bug: 'A route may not write its table',
    function: 'notifications/set-contact',
    action: 'dynamodb:PutItem',
    file: 'contact.test.ts',
    test: 'contact details are shown as they were set',
  },
  {
    name: 'nonce-not-recorded',
    bug: 'A route that takes signatures may not record their nonces',
    function: 'orders/get-order',
    action: 'dynamodb:PutItem',
    file: 'signed-requests.test.ts',
    test: 'a signed order can be read and cancelled by the partner, and by nobody else',
  },
  {
    name: 'orders-not-read-in-batches',
    bug: 'A list may not read its items',
    function: 'orders/list-orders',
    action: 'dynamodb:BatchGetItem',
    file: 'lists.test.ts',
    test: 'a list /orders continues at its cursor',
  },
  {
    name: 'index-not-queried',
    bug: 'A list may not query its index',
    function: 'fulfilment/list-tickets',
    action: 'dynamodb:Query',
    file: 'lists.test.ts',
    test: 'a list /fulfilment/tickets continues at its cursor',
  },
  {
    name: 'cursor-secret-not-read',
    bug: 'A list may not read the secret that seals its cursors',
    function: 'inventory/show-products',
    action: 'secretsmanager:GetSecretValue',
    file: 'lists.test.ts',
    test: 'a list /products continues at its cursor',
  },
  {
    name: 'other-tables-not-read',
    bug: 'An export may not read the tables of other services',
    function: 'privacy/export-customer',
    action: 'dynamodb:BatchGetItem',
    file: 'export.test.ts',
    test: 'the export of a customer continues at its cursor, which works for nobody else',
  },
  {
    name: 'dead-letter-not-deleted',
    bug: 'A redrive may not delete what it has sent',
    function: 'ops/redrive-dead-letters',
    action: 'sqs:DeleteMessage',
    file: 'redrive.test.ts',
    test: 'an unreadable message of fulfilment-inbox becomes a dead letter, and again after it was redriven',
  },
  {
    name: 'dead-letter-not-published',
    bug: 'A redrive may not publish to the bus',
    function: 'ops/redrive-dead-letters',
    action: 'events:PutEvents',
    file: 'redrive.test.ts',
    test: 'an event that the bus refused of orders-relay is published when it is redriven',
  },
  {
    name: 'cause-not-kept',
    bug: 'An inbox may not send to its dead-letter queue',
    function: 'inventory/inbox',
    action: 'sqs:SendMessage',
    file: 'redrive.test.ts',
    test: 'an unreadable message of inventory-inbox becomes a dead letter, and again after it was redriven',
  },
  {
    name: 'webhook-not-queued',
    bug: 'The webhook may not send to its inbox',
    function: 'payments/receive-webhook',
    action: 'sqs:SendMessage',
    file: 'payment.test.ts',
    test: 'a payment succeeds after a declined attempt',
  },
  {
    name: 'batch-not-swept',
    bug: 'The scheduled sweep may not list products',
    function: 'inventory/sweep-batches',
    action: 'dynamodb:Query',
    file: 'batches.test.ts',
    test: 'a batch whose worker died is finished by the sweep',
  },
  {
    name: 'alarms-not-read',
    bug: 'The status may not read the alarms',
    function: 'ops/get-status',
    action: 'cloudwatch:DescribeAlarms',
    file: 'dead-letters.test.ts',
    test: 'the status for operators shows every queue with its depth and its dead letters, from all sources',
  },
  {
    name: 'text-not-sent',
    bug: 'Notifications may not send text messages',
    function: 'notifications/inbox',
    action: 'sns:Publish',
    logged: 'sms.AuthorizationError',
    file: 'contact.test.ts',
    test: 'contact details of a customer who wants text messages lead to text messages',
  },
  {
    name: 'event-not-published',
    bug: 'A relay may not publish to the bus',
    function: 'orders/relay',
    action: 'events:PutEvents',
    file: 'contact.test.ts',
    test: 'contact details of a customer who wants text messages lead to text messages',
  },
];
