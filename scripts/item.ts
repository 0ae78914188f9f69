import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { parseCommandLine } from './console/command-line.ts';
import { Problem, runMain } from './console/problem.ts';
import { serviceTable, type ReadableTable } from './deployment/service-table.ts';
import { isShown, itemKey, kinds, shownItem } from './item/shown-item.ts';

const usage = `Usage: npm run -s item -- <service> <key> [--table <name>]

Prints an item as JSON, unpacked, with its state and the outbox of its last change.

  <service>        ${Object.keys(kinds).join(', ')}
  <key>            an order's id, or a whole key as order#0195… or stock#cardamom-bun
  --table <name>   a table on AWS, of the account and region of the environment; without it, the running local stack`;

const read = async ({ client, table }: ReadableTable, pk: string) => {
  try {
    return (await client.send(new GetCommand({ TableName: table, Key: { pk }, ConsistentRead: true }))).Item;
  } catch (error) {
    const { name, message } = error as Error;
    throw new Problem(
      `The table ${table} could not be read: ${message || name}\nIs Orderly running (npm start), or the right account chosen?`,
    );
  }
};

await runMain(async () => {
  const { values, positionals } = parseCommandLine(usage, { table: { type: 'string' } }, true);
  const [service = '', key = '', ...more] = positionals;
  if (key === '' || more.length > 0) throw new Problem(`One service and one key are needed.\n\n${usage}`);
  if (!isShown(service)) {
    throw new Problem(
      `"${service}" has no items that can be shown; these have: ${Object.keys(kinds).join(', ')}.`,
    );
  }
  const pk = itemKey(service, key);
  const table = serviceTable(service, values.table);
  const item = await read(table, pk);
  if (item === undefined) throw new Problem(`There is no item ${pk} in ${table.table}.`);
  process.stdout.write(`${shownItem(item)}\n`);
});
