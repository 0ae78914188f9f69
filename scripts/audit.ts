import { setTimeout as wait } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { auditStock, type AuditedProduct } from './audit/books.ts';
import { lookRepeatedly } from './audit/looks.ts';
import { wrongInBoth } from './audit/money.ts';
import {
  auditInsights,
  insightsReport,
  insightsWrongInBoth,
  type InsightsTables,
} from './audit/insights-books.ts';
import { auditMoney } from './audit/money-books.ts';
import { moneyReport } from './audit/money-report.ts';
import { parseCommandLine } from './console/command-line.ts';
import { runMain } from './console/problem.ts';
import { stageTables } from './deployment/stage-tables.ts';
import { checkedSettings, chooseStage, stages } from './deployment/stage.ts';

const usage = `Usage: npm run audit [-- options]

Stock: checks for every product that received = available + in open batches + reserved + committed. An open batch is a
group commit in progress.

Money: checks for every order that its payment says the same about what was paid and refunded. Also lists the ended
orders that wait for a refund, and counts the payments with an open dispute. Neither is wrong, but a dispute needs a
person, and so does a refund that takes long.

Insights: checks for the orders of about the last year that their rows say the same, and for each of these days that its
figures are those of its orders. A stage without insights skips it.

Exits with 1 if something is wrong. The audit scans the tables of these services, and AWS charges for that. It repeats a
scan if something looks wrong, because a scan can see half of a change. Amounts are in minor units (cents).

  --stage  the stage to audit: local (default), sandbox or production
  --name   the name of a sandbox, if several share an account`;

const PAUSE_MS = 2_000;

/** The columns to print, with their headings. */
const columns = {
  received: 'received',
  available: 'available',
  open: 'in open batches',
  reserved: 'reserved',
  committed: 'committed',
  openBatches: 'open batches',
} as const satisfies Partial<Record<keyof AuditedProduct, string>>;
const fields = Object.keys(columns) as readonly (keyof typeof columns)[];

const print = (products: readonly AuditedProduct[]): void => {
  const width = Math.max(7, ...products.map(({ productId }) => productId.length));
  const line = (name: string, cellOf: (field: keyof typeof columns) => string, verdict: string): string => {
    const cells = fields.map((field) => cellOf(field).padStart(Math.max(9, columns[field].length)));
    return `${name.padEnd(width)}  ${cells.join('  ')}  ${verdict}\n`;
  };
  process.stdout.write(line('product', (field) => columns[field], ''));
  for (const product of products) {
    const { productId, lostBatches, received, available, open, reserved, committed } = product;
    const difference = received - available - open - reserved - committed;
    const verdict = product.isConserved
      ? 'ok'
      : `WRONG by ${difference}${lostBatches > 0 ? `, ${lostBatches} open without an intent` : ''}`;
    process.stdout.write(line(productId, (field) => String(product[field]), verdict));
  }
};

const pause = () => wait(PAUSE_MS);

/**
 * Audits the stock and prints the result.
 * @returns whether the units of every product add up
 */
const stockBalances = async (client: DynamoDBDocumentClient, table: string): Promise<boolean> => {
  const isWrong = (product: AuditedProduct): boolean => !product.isConserved;
  const products = await lookRepeatedly({
    look: () => auditStock(client, table),
    isRight: (seen) => !seen.some(isWrong),
    combine: (_before, now) => now,
    pause,
  });
  print(products);
  const wrong = products.filter(isWrong).length;
  process.stdout.write(
    wrong === 0
      ? `\nAll ${products.length} products balance.\n`
      : `\n${wrong} of ${products.length} products do not balance.\n`,
  );
  return wrong === 0;
};

/**
 * Audits the money and prints the result.
 * @returns whether each order agrees with its payment
 */
const moneyBalances = async (
  client: DynamoDBDocumentClient,
  tables: { readonly orders: string; readonly payments: string },
): Promise<boolean> => {
  const audit = await lookRepeatedly({
    look: () => auditMoney(client, tables),
    isRight: ({ wrong }) => wrong.length === 0,
    combine: wrongInBoth,
    pause,
  });
  process.stdout.write(`\n${moneyReport(audit)}`);
  return audit.wrong.length === 0;
};

/**
 * Audits the data of the insights service and prints the result.
 * @returns whether rows and figures agree with the services that own the data
 */
const insightsAgree = async (client: DynamoDBDocumentClient, tables: InsightsTables): Promise<boolean> => {
  const audit = await lookRepeatedly({
    look: () => auditInsights(client, tables),
    isRight: ({ wrong }) => wrong.length === 0,
    combine: insightsWrongInBoth,
    pause,
  });
  process.stdout.write(`\n${insightsReport(audit)}`);
  return audit.wrong.length === 0;
};

await runMain(async () => {
  const { values } = parseCommandLine(usage, { stage: { type: 'string' }, name: { type: 'string' } });
  const stage = chooseStage(values.stage ?? 'local', stages, usage);
  const { client, tables } = await stageTables(['inventory', 'orders', 'payments', 'insights'], stage, {
    name: values.name,
    usage,
  });
  const stock = await stockBalances(client, tables.inventory);
  const money = await moneyBalances(client, tables);
  const { insights: hasInsights } = checkedSettings(stage, { name: values.name });
  const insights = !hasInsights || (await insightsAgree(client, tables));
  return stock && money && insights ? 0 : 1;
});
