import type { relay, StreamChange } from '../../../shared/messaging/relay.ts';
import type { World } from './world.ts';

/** A DynamoDB table's stream, and the relay that publishes its events. */
export interface SimulatedStream {
  /** Adds a change. Changes of one item stay in order. */
  tell(key: string, change: Omit<StreamChange, 'sequenceNumber'>): void;
  /** The number of records that are not relayed yet. */
  readonly waiting: () => number;
}

interface Shard {
  records: StreamChange[];
  busy: boolean;
}

const shardOf = (key: string, shards: number): number => {
  let sum = 0;
  for (let index = 0; index < key.length; index += 1) sum = (sum * 31 + key.charCodeAt(index)) | 0;
  return (sum >>> 0) % shards;
};

/**
 * A DynamoDB stream with its Lambda function. Each shard's records are relayed in batches, one batch at a time. If the
 * function fails, the whole batch is retried. If the function reports a failed record, the batch is retried from this
 * record. A successful batch may also be repeated.
 */
export const createStream = (
  name: string,
  world: World,
  runRelay: ReturnType<typeof relay>,
): SimulatedStream => {
  const { kernel, faults, random, trace } = world;
  const { shards: count, relayBatch, functionTimeoutMs } = world.configuration.messaging;
  const shards: Shard[] = Array.from({ length: count }, () => ({ records: [], busy: false }));
  let sequence = 0;

  const schedule = (shard: Shard, delayMs: number): void => {
    if (shard.busy || shard.records.length === 0) return;
    shard.busy = true;
    kernel.after(delayMs, () => run(shard));
  };

  const run = (shard: Shard): void => {
    const batch = shard.records.slice(0, relayBatch);
    let done = 0;
    kernel.start({
      name: `${name}-relay`,
      cause: 'relay',
      timeoutMs: functionTimeoutMs,
      run: () => runRelay(batch),
      end: (outcome) => {
        if (outcome.kind === 'answered') {
          const { resumeAt } = outcome.value;
          const failed = batch.findIndex(({ sequenceNumber }) => sequenceNumber === resumeAt);
          done = failed === -1 ? batch.length : failed;
          if (resumeAt !== undefined) trace.note(() => `${name}-relay: resumes at record ${resumeAt}`);
        } else {
          trace.note(() => `${name}-relay: ${outcome.kind}; its batch is retried`);
        }
        if (done > 0 && faults.strikes('stream-repeated')) {
          trace.note(() => `${name}-relay: FAULT a successful batch is repeated`);
          done = 0;
        }
        shard.records = shard.records.slice(done);
        shard.busy = false;
        schedule(shard, done > 0 ? 1 + random.below(20) : 100 + random.below(1000));
      },
    });
  };

  return {
    tell: (key, change) => {
      sequence += 1;
      const shard = shards[shardOf(key, count)]!;
      shard.records.push({ sequenceNumber: String(sequence), ...change });
      schedule(shard, 1 + random.below(100));
    },
    waiting: () => shards.reduce((sum, { records }) => sum + records.length, 0),
  };
};
