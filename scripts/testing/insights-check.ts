import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { QueueMessage } from '../../shared/events/integration-event.ts';
import { auditInsights, insightsReport, type InsightsAudit } from '../audit/insights-books.ts';
import { rebuildRows, type Rebuild } from '../audit/insights-rebuild.ts';
import { localFile } from '../console/paths.ts';
import { readStackFile, stackClientSettings } from '../deployment/stack-file.ts';
import type { TierResult } from './tier-result.ts';
import type { Tier } from './tiers.ts';

/**
 * The insights service receives changes later than the services that own the data. Within this time after the last
 * test, its data must agree with the data of these services.
 */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 2_000;

/** Where tests write the ids of orders whose data they change without the services (test/support/tampered.ts). */
export const tamperedFile = localFile('logs', 'test-tampered-orders.txt');

/** Rebuilds the rows of orders from all events that the functions of a run have published. */
const rebuiltFrom = async (eventsFile: string): Promise<Rebuild> => {
  const rebuilt = rebuildRows();
  for await (const line of createInterface({ input: createReadStream(eventsFile) })) {
    const { Detail } = JSON.parse(line) as { readonly Detail: string };
    rebuilt.add(JSON.parse(Detail) as QueueMessage);
  }
  return rebuilt;
};

/**
 * Audits the insights service's data on a stage that a test run has deployed. Repeats the audit until nothing is wrong
 * or the time is over.
 * @param stackFile describes the stage
 * @param eventsFile the file with the events that the stage's functions have published
 *   (scripts/emulator/record_calls.py)
 */
export const auditedInsights = async (stackFile: string, eventsFile: string): Promise<InsightsAudit> => {
  const tampered = new Set(existsSync(tamperedFile) ? readFileSync(tamperedFile, 'utf8').split('\n') : []);
  const stack = readStackFile(stackFile);
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(stackClientSettings(stack)));
  const { insights = '', orders = '', payments = '', inventory = '' } = stack.tables;
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const tables = { insights, orders, payments, inventory };
    const audit = await auditInsights(client, tables, { rebuilt: await rebuiltFrom(eventsFile), tampered });
    if (audit.wrong.length === 0 || Date.now() > end) return audit;
    await wait(PAUSE_MS);
  }
};

/**
 * After a tier (a kind of tests) with a deployed Orderly, compares the insights service's data with the data of the
 * other services. A difference fails the tier. The results of other tiers are returned unchanged.
 * @param judge audits the insights service's data
 * @param print shows a text to the user
 */
export const withInsightsCheck = async (
  result: TierResult,
  { needs }: Pick<Tier, 'needs'>,
  judge: () => Promise<InsightsAudit>,
  print: (text: string) => void,
): Promise<TierResult> => {
  if (needs !== 'stack') return result;
  const audit = await judge();
  print(insightsReport(audit).trimEnd());
  if (audit.wrong.length === 0) return result;
  return { ...result, failed: result.failed + 1, reason: 'insights disagrees with the other services' };
};
