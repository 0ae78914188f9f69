import type { UnitMutant } from './unit-mutant.ts';

const consumerTest = 'test/unit/shared/messaging/unknown-messages.test.ts';
const relayTest = 'test/unit/shells/relay.test.ts';

/** Bugs that lose or block events while two versions of the code run side by side, in a deployment or a rollback. */
export const unknownMessageMutants: readonly UnitMutant[] = [
  {
    name: 'unknown-is-given-up',
    layer: 'shell',
    bug: 'A message that only newer code knows goes to the dead-letter queue at its first receive.',
    file: 'shared/messaging/message.ts',
    find: "new AppError('unavailable', `message.${code}`",
    replace: "new AppError('invalid', `message.${code}`",
    test: consumerTest,
  },
  {
    name: 'version-is-not-read',
    layer: 'shell',
    bug: 'A message of a newer version is processed as if it had the version that this code knows.',
    file: 'shared/messaging/consumer.ts',
    find: 'if (version > versionOf(type)) {',
    replace: 'if (version < 1) {',
    test: consumerTest,
  },
  {
    name: 'unknown-value-is-given-up',
    layer: 'shell',
    bug: 'A message with a value of an enumeration that only newer code knows is given up at its first receive.',
    file: 'shared/messaging/message.ts',
    find: "issue.code === 'invalid_value'",
    replace: "issue.code === 'custom'",
    test: consumerTest,
  },
  {
    name: 'missing-value-is-retried',
    layer: 'shell',
    bug: 'A message without a required value is retried as if newer code might know it.',
    file: 'shared/messaging/message.ts',
    find: " &&\n      typeof valueAt(data, issue.path) === 'string'",
    replace: '',
    test: consumerTest,
  },
  {
    name: 'text-for-truth-is-retried',
    layer: 'shell',
    bug: 'A message with a text where only `true` is allowed is retried as if newer code might know the text.',
    file: 'shared/messaging/message.ts',
    find: "      issue.values.every((value) => typeof value === 'string') &&\n",
    replace: '',
    test: consumerTest,
  },
  {
    name: 'relay-forgets-version',
    layer: 'shell',
    bug: 'A relay publishes an event of newer code with version 1, so older consumers process it.',
    file: 'shared/messaging/relay.ts',
    find: ' version: z.optional(z.int().check(z.minimum(1))),',
    replace: '',
    test: relayTest,
  },
  {
    name: 'metrics-block-the-stream',
    layer: 'shell',
    bug: 'A relay fails again and again at an event that it cannot count, so later events of the shard wait.',
    file: 'shared/observability/business-metrics.ts',
    find: "logger.warn('An event is published but not counted', { messageType: type, error: error as Error });",
    replace: 'throw error;',
    test: relayTest,
  },
  {
    name: 'newer-version-is-counted',
    layer: 'shell',
    bug: 'A relay counts an event of a version that it does not know.',
    file: 'shared/observability/business-metrics.ts',
    find: ' || version > versionOf(type)',
    replace: '',
    test: relayTest,
  },
];
