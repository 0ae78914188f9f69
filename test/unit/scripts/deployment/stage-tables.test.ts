import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { writeStackFile } from '../../../../scripts/deployment/stack-file.ts';
import { stageTables } from '../../../../scripts/deployment/stage-tables.ts';
import { noSuchStack, stackLookup, stackWithOutputs } from '../../../support/aws-answers.ts';
import { startFakeAws, type AwsAnswer, type FakeAws } from '../../../support/fake-aws.ts';

let aws: FakeAws;
beforeAll(async () => {
  aws = await startFakeAws();
});
afterEach(() => aws.reset());
afterAll(() => aws.close());

const tablesOn = async (described: AwsAnswer, stage: string, name?: string) => {
  aws.answer(stackLookup(described));
  return (await stageTables(['orders', 'payments'], stage, { name, usage: 'Usage' })).tables;
};

describe('the tables of a stage on AWS', () => {
  test('are read from the stack of the named sandbox', async () => {
    const outputs = {
      OrdersTableName: 'orders-1',
      PaymentsTableName: 'payments-1',
      InventoryTableName: 'i-1',
    };
    const tables = await tablesOn(stackWithOutputs(outputs), 'sandbox', 'mine');
    expect(tables).toEqual({ orders: 'orders-1', payments: 'payments-1' });
    expect(aws.inputsOf('cloudformation.DescribeStacks')).toMatchObject([{ StackName: 'orderly-mine-data' }]);
  });

  test('are unknown if the stage is not deployed, or lacks one of them', async () => {
    await expect(tablesOn(noSuchStack, 'sandbox')).rejects.toThrow('no stack orderly-sandbox-data');
    await expect(tablesOn(stackWithOutputs({ OrdersTableName: 'orders-1' }), 'sandbox')).rejects.toThrow(
      'has no table for payments',
    );
  });

  test('are unknown for a stage that does not exist', async () => {
    await expect(tablesOn(noSuchStack, 'staging')).rejects.toThrow('"staging" is not one of');
  });
});

describe('the tables of the local stage', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orderly-stack-'));
  const before = process.env['ORDERLY_STACK_FILE'];
  afterAll(() => {
    rmSync(folder, { recursive: true });
    if (before === undefined) delete process.env['ORDERLY_STACK_FILE'];
    else process.env['ORDERLY_STACK_FILE'] = before;
  });

  test('are read from the file of the running stack, unless a stage is named', async () => {
    const path = join(folder, 'stack.json');
    process.env['ORDERLY_STACK_FILE'] = path;
    const tables = { orders: 'orderly-local-orders', payments: 'orderly-local-payments' };
    writeStackFile({ apiUrl: 'http://api', region: 'eu-central-1', tables, queues: {} }, path);
    const found = await stageTables(['orders'], undefined, { name: undefined, usage: 'Usage' });
    expect(found.tables).toEqual({ orders: 'orderly-local-orders' });
  });
});
