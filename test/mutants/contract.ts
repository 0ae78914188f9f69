import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

const rules = plantedIn(
  'infrastructure',
  'scripts/contract/event-schema-changes.ts',
  'test/unit/scripts/contract/event-changes.test.ts',
  [
    [
      'removed-field-passes',
      'A field that subscribers read is removed, and the check passes.',
      '.filter((name) => !after.includes(name))',
      '.filter((name) => !after.includes(name) && requiredBefore.includes(name))',
    ],
    [
      'new-required-field-passes',
      'A new required field passes, although events that are in queues lack it.',
      '!before.includes(name) && requiredAfter.includes(name)',
      'false && requiredAfter.includes(name)',
    ],
    [
      'lost-requirement-passes',
      'A field that subscribers rely on becomes optional, and the check passes.',
      'if (was === is) return changes;',
      'if (was === is || was) return changes;',
    ],
    [
      'new-status-passes',
      'A closed enumeration gets a new value, and the check passes.',
      "keyword === 'enum' ? now.filter(",
      "keyword !== 'enum' ? now.filter(",
    ],
    [
      'lost-value-passes',
      'An enumeration loses a value that earlier events have, and the check passes.',
      'values.filter((value) => !now.includes(value));',
      'values.filter((value) => !now.includes(value) && now.length > 99);',
    ],
    [
      'parts-are-ignored',
      'The parts of a schema in `allOf` are not compared, so no change of the envelope is found.',
      "Object.keys(asObject(allOf)).flatMap((at) => schemaOf(partAt(found, 'allOf', at)))",
      '[] as Schema',
    ],
    [
      'entries-are-ignored',
      'The entries of lists are not compared.',
      'return changesBelow(before, after);',
      'return [];',
    ],
  ],
);

const document = plantedIn(
  'infrastructure',
  'scripts/contract/event-schemas.ts',
  'test/unit/scripts/contract/asyncapi.test.ts',
  [
    [
      'new-fields-are-forbidden',
      'The document forbids subscribers to accept fields that events get later.',
      "io: 'input',",
      "io: 'output',",
    ],
    [
      'reasons-are-closed',
      'The document forbids subscribers to accept new reasons.',
      "delete schema['enum'];",
      '',
    ],
    [
      'event-without-comment-passes',
      'An event without a comment gets an empty description.',
      'if (path === undefined) throw missingComment(event);',
      'if (path === undefined) continue;',
    ],
  ],
);

/** Bugs in the checks of the contract of events. With one of these bugs, the checks would not protect subscribers. */
export const contractMutants: readonly UnitMutant[] = [...rules, ...document];
