import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

const useCaseTest = 'test/unit/functions/privacy/export-customer.test.ts';
const shellTest = 'test/unit/shells/export.test.ts';

/** Bugs in the export of a customer's data. */
export const privacyMutants: readonly UnitMutant[] = [
  ...plantedIn('domain', 'functions/privacy/domain/records.ts', useCaseTest, [
    [
      'remark-of-staff-exported',
      'The export has what staff remarked about the customer.',
      "remark: { as: 'remark', when: wasCancelledByCustomer }",
      "remark: 'remark'",
    ],
    [
      'administrator-exported',
      'The export of an erasure names the administrator who requested it.',
      "by: { as: 'requestedBy', fields: { role: 'role' } }",
      "by: 'requestedBy'",
    ],
    [
      'refunds-exported-whole',
      'The export has all attributes of refunds, also those that a later version adds.',
      "        as: 'refunds',\n        fields: {",
      "        as: 'refunds',\n        of: {",
    ],
    [
      'unsent-messages-not-exported',
      'The export leaves out messages whose event has an unusual id.',
      '/^(email|sms)[:=]([^:]*)/',
      '/^(email|sms):([^:]*)/',
    ],
  ]),
  ...plantedIn('domain', 'functions/privacy/domain/records.ts', 'test/infra/personal-data.test.ts', [
    [
      'note-not-exported',
      "The export leaves out the customer's note.",
      "      note: 'note',\n      createdAt",
      '      createdAt',
    ],
  ]),
  ...plantedIn('use case', 'functions/privacy/export-customer.ts', useCaseTest, [
    [
      'forgotten-order-exported',
      'The export has orders that are no longer the customer’s.',
      "if (order?.['customerId'] !== customerId) return [];",
      'if (order === undefined) return [];',
    ],
    [
      'last-order-of-page-dropped',
      'The export leaves out the last order of each page that has a next page.',
      'orders: orderIds.flatMap((orderId) => {',
      'orders: (next === undefined ? orderIds : orderIds.slice(0, -1)).flatMap((orderId) => {',
    ],
  ]),
  ...plantedIn('shell', 'functions/privacy/lambdas/export-customer.ts', shellTest, [
    [
      'export-logs-customer',
      'The log has the id of an exported customer.',
      'customerHash: hashOf(customerId)',
      'customerHash: customerId',
    ],
    [
      'export-not-noted',
      'No log line says which administrator exported a customer.',
      'adminId: caller.id,',
      '',
    ],
    [
      'export-cursor-of-anyone',
      'The cursor of an export works for every customer.',
      '`export:${caller.id}`',
      "'export:'",
    ],
  ]),
  ...plantedIn('adapter', 'functions/privacy/adapters/dynamo-stored-items.ts', shellTest, [
    [
      'export-reads-late',
      'The export may miss an order that the index lists.',
      'ConsistentRead: true',
      'ConsistentRead: false',
    ],
  ]),
];
