import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import * as fc from 'fast-check';
import { eventSchemas } from '../../../shared/events/catalog.ts';
import { lambdaContext, streamEvent } from '../../support/lambda-events.ts';
import type { ShellWorld } from '../../support/shell-world.ts';
import { toWire } from '../../support/stored-items.ts';
import { AMPLE_MS, Finding, MAX_LOG_LINE, type Counts } from '../findings.ts';
import { inTime } from '../in-time.ts';
import type { JsonSchema } from '../values/from-schema.ts';
import { hostileValue } from '../values/hostile.ts';
import { mutated, untouched, type Sample } from '../values/mutation.ts';

export type Relay = (event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>;

const text: JsonSchema = { type: 'string' };
const object = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});
const outboxSchema = object({
  at: text,
  correlationId: text,
  causationId: text,
  events: { type: 'array', items: object({ type: text, id: text }) },
});

const trace = fc.constantFrom('request-1', 'a b', '💥');
const types = [...Object.keys(eventSchemas), 'OrderArchived', 'constructor', '__proto__'];
/** Outboxes as services write them, but with any data, because a relay does not check the data. */
const outboxes = fc.record({
  at: fc.constantFrom('2026-03-01T09:00:00.000Z', '2026-03-01T09:00:00Z'),
  correlationId: trace,
  causationId: trace,
  events: fc.array(
    fc.record({
      type: fc.constantFrom(...types),
      id: fc.uuid(),
      data: hostileValue,
    }),
    { maxLength: 3 },
  ),
});

/** True if DynamoDB can store the value. It rejects Infinity, numbers of more than 38 digits, and deep nesting. */
const isStorable = ({ text: json }: Sample): boolean => {
  // DynamoDB cannot store values that nest deeper than 32 levels, so no stream contains them (developer guide,
  // "Constraints").
  if (/\[{32}|(?:\{"a":){32}/.test(json)) return false;
  try {
    toWire({ outbox: JSON.parse(json) as unknown });
    return true;
  } catch {
    return false;
  }
};

const samples = fc
  .oneof(
    { weight: 2, arbitrary: untouched(outboxes) },
    { weight: 3, arbitrary: mutated(outboxes, outboxSchema) },
  )
  .filter(isStorable);

const outboxIn = (sample: Sample) =>
  JSON.parse(sample.text) as { readonly events: readonly { readonly id: string }[] };

/** The ids of the events that were published, in order. */
const publishedIn = ({ aws }: ShellWorld): readonly string[] =>
  aws
    .inputsOf('Events.PutEvents')
    .flatMap(({ Entries }) => Entries as readonly { readonly Detail: string }[])
    .map(({ Detail }) => (JSON.parse(Detail) as { readonly id: string }).id);

/**
 * Relays the records.
 * @returns the index of the record where the stream resumes
 * @throws Finding for a crash
 */
const resumeOf = async (relay: Relay, records: readonly Sample[]): Promise<number> => {
  const writes = records.map((record, index) => ({
    after: { pk: `order#${index}`, version: 2, outbox: JSON.parse(record.text) as unknown },
  }));
  try {
    const { batchItemFailures } = await relay(streamEvent(...writes), lambdaContext(AMPLE_MS));
    const [failure] = batchItemFailures;
    return failure === undefined
      ? records.length
      : Number(failure.itemIdentifier.slice('record-'.length)) - 1;
  } catch (error) {
    // An invocation fails as a whole if its first record cannot be read.
    if (error instanceof Error && error.message === 'The outbox of order#0 cannot be read') return 0;
    throw new Finding('crashes', `the failure is not classified: ${String(error)}`);
  }
};

/**
 * The property of a relay, for any records of a stream: it reads the records in their order and publishes their events,
 * until it finds a record that cannot be read. There it stops.
 */
export const relayProperty = (relay: Relay, world: ShellWorld) => {
  const batches = fc.array(samples, { maxLength: 4 });
  return (counts: Counts) =>
    fc.asyncProperty(batches, async (records) => {
      const resume = await inTime(async () => {
        world.aws.forget();
        world.lines.reset();
        return resumeOf(relay, records);
      });
      counts.cases += records.length;
      const relayed = records.slice(0, resume);
      const stopped = records[resume];
      const wrong = relayed.find(({ claim }) => claim === 'invalid');
      if (wrong !== undefined)
        throw new Finding('effects', `an invalid outbox is passed over: ${wrong.note}`);
      if (stopped?.claim === 'valid') throw new Finding('broken', 'a valid outbox stops the stream');
      const expected = relayed.flatMap((record) => outboxIn(record).events.map(({ id }) => id));
      if (publishedIn(world).join() !== expected.join()) {
        throw new Finding('effects', 'other events are published than those of the relayed records');
      }
      // Only error lines are checked. Other lines contain the ids of events, which can be very long in this test. The
      // ids that services write are short.
      const errors = world.lines.logs().filter(({ level }) => level === 'ERROR');
      const longest = Math.max(0, ...errors.map((line) => JSON.stringify(line).length));
      if (longest > MAX_LOG_LINE) throw new Finding('broken', `a log line has ${longest} characters`);
      counts.valid += relayed.length;
      counts.invalid += records.length - relayed.length;
    });
};
