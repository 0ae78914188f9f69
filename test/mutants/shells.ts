import type { UnitMutant } from './unit-mutant.ts';

/** Bugs in the shells around use cases: what a Lambda reports back, sends and logs. */
export const shellMutants: readonly UnitMutant[] = [
  {
    name: 'relay-reports-nothing',
    layer: 'shell',
    bug: 'A relay whose publishing failed reports no record, so the stream goes on and the event is lost.',
    file: 'shared/messaging/relay-handler.ts',
    find: '{ batchItemFailures: [{ itemIdentifier: resumeAt }] }',
    replace: '{ batchItemFailures: [] }',
    test: 'test/unit/shells/relay.test.ts',
  },
];
