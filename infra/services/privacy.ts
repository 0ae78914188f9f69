import * as api from '../../functions/privacy/api.ts';
import type { ServiceScope } from '../constructs/service-scope.ts';

/** The tables with items that are exported. docs/personal-data.md says why other tables are not. */
const read = ['orders', 'payments', 'fulfilment', 'notifications'] as const;

/** The privacy service: exports what these tables contain about a customer. It only reads. */
export const privacy = (service: ServiceScope): void => {
  const { tables } = service.platform;
  const handler = service.route([api.exportCustomer, api.exportMe], 'export-customer', { cursors: true });
  for (const name of read) {
    handler.addEnvironment(`${name.toUpperCase()}_TABLE_NAME`, tables[name].tableName);
  }
  handler.allow(
    ['dynamodb:BatchGetItem'],
    read.map((name) => tables[name].tableArn),
  );
  handler.allow(['dynamodb:Query'], [`${tables.orders.tableArn}/index/byCustomer`]);
};
