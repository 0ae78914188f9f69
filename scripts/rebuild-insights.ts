import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { dynamoRowStore } from '../functions/insights/adapters/dynamo-row-store.ts';
import { jitteredPause } from '../shared/kernel/contention.ts';
import { parseCommandLine } from './console/command-line.ts';
import { Problem, runMain } from './console/problem.ts';
import { readStackFile, stackClientSettings } from './deployment/stack-file.ts';
import { stageTables } from './deployment/stage-tables.ts';
import { checkedSettings, chooseStage, stages } from './deployment/stage.ts';
import { awsTarget } from './deployment/target.ts';
import { emptyTable } from './insights/empty-table.ts';
import { pauseInbox } from './insights/pause-inbox.ts';
import { replayArchive } from './insights/replay-archive.ts';
import { replayLog } from './insights/replay-log.ts';

const usage = `Usage: npm run rebuild-insights -- [--log FILE] [--from TIME [--to TIME]] [--empty] [--stage STAGE]

Adds events to the rows and figures of insights again. Events that are there already change nothing, so this can be
repeated, while the shop is running.

  --log    a file with an event on each line, as JSON: what the bus delivers to a queue, or the "detail" of it
  --from   replays the events of the archive since this time, for example 2026-03-01T00:00:00Z. Only stages on AWS have
           an archive
  --to     replays events until this time (default: now)
  --empty  first deletes all rows and figures. Events wait in the queue meanwhile. Orders that are older than the log or
           the archive are then missing
  --stage  the stage: local (default), sandbox or production
  --name   the name of a sandbox, if several share an account`;

const timeOf = (option: string, text: string): Date => {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new Problem(`--${option} "${text}" is not a time.\n\n${usage}`);
  return time;
};

await runMain(async () => {
  const { values } = parseCommandLine(usage, {
    log: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    empty: { type: 'boolean', default: false },
    stage: { type: 'string' },
    name: { type: 'string' },
  });
  const { log, from, to, empty } = values;
  if (log === undefined && from === undefined) throw new Problem(`Give --log or --from.\n\n${usage}`);
  const stage = chooseStage(values.stage ?? 'local', stages, usage);
  if (stage === 'local' && from !== undefined) {
    throw new Problem('The local stage has no archive. Give a log with --log.');
  }
  const settings = checkedSettings(stage, { name: values.name });
  const { client, tables } = await stageTables(['insights'], stage, { name: values.name, usage });
  const config =
    stage === 'local' ? stackClientSettings(readStackFile()) : await awsTarget(settings.target?.region);
  const say = (text: string): void => void process.stdout.write(`${text}\n`);

  const paused = empty
    ? await pauseInbox(new LambdaClient(config), `orderly-${settings.name}-insights-inbox`)
    : undefined;
  try {
    if (paused !== undefined) say(`Deleted ${await emptyTable(client, tables.insights)} items.`);
  } finally {
    await paused?.resume();
  }
  if (from !== undefined) {
    const period = { from: timeOf('from', from), to: to === undefined ? new Date() : timeOf('to', to) };
    const reached = await replayArchive(new EventBridgeClient(config), `orderly-${settings.name}`, period);
    say(`Sent the archived events until ${reached?.toISOString() ?? 'the end'} to the inbox of insights.`);
  }
  if (log === undefined) return 0;
  const { recorded, skipped, failed } = await replayLog(createInterface({ input: createReadStream(log) }), {
    rows: dynamoRowStore(client, tables.insights),
    pause: jitteredPause,
    keepDays: settings.keepDays.orders,
  });
  say(`Recorded ${recorded} events, and skipped ${skipped} that insights does not hear.`);
  for (const line of failed) say(line);
  return failed.length === 0 ? 0 : 1;
});
