/** A JSON object whose fields are not known. */
type Json = Readonly<Record<string, unknown>>;

/** A part of a document. */
export interface Part {
  /** The whole document, to which the part's references point. */
  readonly document: Json;
  /** Where the part is, such as `components.schemas.OrderId`. Empty for the whole document. */
  readonly path: string;
  readonly value: Json;
}

/** A breaking difference between two documents: it breaks subscribers, or events that were published earlier. */
export interface Change {
  readonly path: string;
  /** What changed, and what breaks. */
  readonly what: string;
  /** What to do about the change. Undefined if the only solution is a new event name. */
  readonly mend?: string;
}

const asObject = (value: unknown): Json =>
  typeof value === 'object' && value !== null ? (value as Json) : {};
const text = (value: unknown): string => JSON.stringify(value);

/** Wraps a whole document as a `Part`. */
export const wholeOf = (document: object): Part => ({
  document: document as Json,
  path: '',
  value: document as Json,
});

/**
 * The part at a path below another part. Follows `$ref`s.
 * @throws Error if a reference points to nothing.
 */
export const partAt = (part: Part, ...names: readonly string[]): Part | undefined => {
  const [name, ...rest] = names;
  const { document, path, value } = followed(part);
  if (name === undefined) return { document, path, value };
  if (!Object.hasOwn(value, name)) return undefined;
  const below = path === '' ? name : `${path}.${name}`;
  return partAt({ document, path: below, value: asObject(value[name]) }, ...rest);
};

const followed = (part: Part): Part => {
  const { $ref } = part.value;
  if (typeof $ref !== 'string') return part;
  const target = partAt(wholeOf(part.document), ...$ref.replace(/^#\//, '').split('/'));
  if (target === undefined) throw new Error(`${part.path} refers to ${$ref}, which does not exist`);
  return target;
};

/**
 * A schema with the schemas in its `allOf`. A value must match all of them. Several of these schemas may describe the
 * same field.
 */
type Schema = readonly Part[];

const schemaOf = (part: Part | undefined): Schema => {
  if (part === undefined) return [];
  const found = followed(part);
  const { allOf, ...own } = found.value;
  const others = Object.keys(asObject(allOf)).flatMap((at) => schemaOf(partAt(found, 'allOf', at)));
  return [{ ...found, value: own }, ...others];
};

const below = (schema: Schema, ...names: readonly string[]): Schema =>
  schema.flatMap((part) => schemaOf(partAt(part, ...names)));

const fieldNamesOf = (schema: Schema): readonly string[] => [
  ...new Set(schema.flatMap(({ value }) => Object.keys(asObject(value['properties'])))),
];

/** The different values that the parts of a schema have for a keyword. */
const saidWith = (schema: Schema, keyword: string): readonly unknown[] => {
  const values = schema.map(({ value }) => value[keyword]).filter((value) => value !== undefined);
  return [...new Map(values.map((value) => [text(value), value])).values()];
};

const listWith = (schema: Schema, keyword: string): readonly unknown[] =>
  saidWith(schema, keyword).flatMap((list) => list as readonly unknown[]);

/** The path of a keyword, in the first part that has it. */
const pathOf = (schema: Schema, keyword: string): string =>
  `${schema.find(({ value }) => keyword in value)?.path}.${keyword}`;

const BREAKS = 'This breaks subscribers, or events that are in queues or in the archive.';

/** Keywords that say nothing about which values are valid. */
const annotations = new Set([
  '$comment',
  '$id',
  '$schema',
  'default',
  'deprecated',
  'description',
  'examples',
  'readOnly',
  'title',
]);
/** Keywords that this file compares by rules of their own. */
const structural = new Set(['properties', 'required', 'items', 'enum', 'x-extensible-enum']);

const isLimit = (keyword: string): boolean =>
  !structural.has(keyword) && !annotations.has(keyword) && !keyword.startsWith('x-');

const fieldChanges = (published: Schema, current: Schema): readonly Change[] => {
  const [before, after] = [fieldNamesOf(published), fieldNamesOf(current)];
  const [requiredBefore, requiredAfter] = [listWith(published, 'required'), listWith(current, 'required')];
  // The path of a field below this schema. The path of the field's own schema would not help, because other fields may
  // use that schema, too.
  const pathTo = (schema: Schema, name: string): string =>
    `${schema.find(({ value }) => Object.hasOwn(asObject(value['properties']), name))?.path}.properties.${name}`;
  return [
    ...before
      .filter((name) => !after.includes(name))
      .map((name) => ({
        path: pathTo(published, name),
        what: 'The field is removed. Subscribers may read it.',
      })),
    ...after
      .filter((name) => !before.includes(name) && requiredAfter.includes(name))
      .map((name) => ({
        path: pathTo(current, name),
        what: 'The field is new and required. Events that are in queues or in the archive lack it.',
        mend: 'Make it optional.',
      })),
    ...before
      .filter((name) => after.includes(name))
      .flatMap((name): readonly Change[] => {
        const path = pathTo(published, name);
        const [was, is] = [requiredBefore.includes(name), requiredAfter.includes(name)];
        const changes = changesBelow(
          below(published, 'properties', name),
          below(current, 'properties', name),
        );
        if (was === is) return changes;
        const what = was
          ? 'The field was required and is optional. Subscribers may rely on it.'
          : 'The field was optional and is required. Events that are in queues or in the archive may lack it.';
        return [{ path, what }, ...changes];
      }),
  ];
};

/** The two keywords that list the values which a schema allows, and what messages call each of these lists. */
const lists = [
  { keyword: 'enum', kind: 'an enumeration' },
  { keyword: 'x-extensible-enum', kind: 'an open enumeration' },
] as const;

const enumerationChanges = (published: Schema, current: Schema): readonly Change[] => {
  const listIn = (schema: Schema) => lists.find(({ keyword }) => saidWith(schema, keyword).length > 0);
  const [before, after] = [listIn(published), listIn(current)];
  if (before?.keyword !== after?.keyword) {
    const path = before ? pathOf(published, before.keyword) : pathOf(current, after?.keyword ?? '');
    const [was, is] = [before, after].map((list) => list?.kind ?? 'not an enumeration');
    return [{ path, what: `It was ${was} and is ${is}. ${BREAKS}` }];
  }
  if (before === undefined) return [];
  const { keyword } = before;
  const path = pathOf(published, keyword);
  const [values, now] = [listWith(published, keyword), listWith(current, keyword)];
  const removed = values.filter((value) => !now.includes(value));
  const added = keyword === 'enum' ? now.filter((value) => !values.includes(value)) : [];
  return [
    ...removed.map((value) => ({
      path,
      what: `The value ${text(value)} is removed. Events that are in queues or in the archive may have it.`,
    })),
    ...added.map((value) => ({
      path,
      what: `The value ${text(value)} is new. Subscribers decide by these values, and do not know it.`,
    })),
  ];
};

const limitChanges = (published: Schema, current: Schema): readonly Change[] => {
  const keywords = new Set(
    [...published, ...current].flatMap(({ value }) => Object.keys(value)).filter(isLimit),
  );
  return [...keywords].flatMap((keyword) => {
    const [before, after] = [saidWith(published, keyword), saidWith(current, keyword)];
    if (text(before.map(text).toSorted()) === text(after.map(text).toSorted())) return [];
    const path = pathOf(before.length > 0 ? published : current, keyword);
    const said = (values: readonly unknown[]) =>
      values.length === 0 ? 'not there' : values.map(text).join(' and ');
    return [{ path, what: `It was ${said(before)} and is ${said(after)}. ${BREAKS}` }];
  });
};

const itemChanges = (published: Schema, current: Schema): readonly Change[] => {
  const [before, after] = [below(published, 'items'), below(current, 'items')];
  if (before.length > 0 && after.length > 0) return changesBelow(before, after);
  if (before.length === after.length) return [];
  const path = pathOf(before.length > 0 ? published : current, 'items');
  return [{ path, what: `Only one of the two lists has a schema for its entries. ${BREAKS}` }];
};

const changesBelow = (published: Schema, current: Schema): readonly Change[] => [
  ...limitChanges(published, current),
  ...enumerationChanges(published, current),
  ...fieldChanges(published, current),
  ...itemChanges(published, current),
];

/**
 * The breaking differences between the published and the current schema of a message that Orderly publishes. New
 * optional fields, new values of open enumerations, and changes of annotations such as descriptions are allowed. Other
 * differences may break subscribers, or events in queues and in the archive. References are followed.
 */
export const schemaChanges = (published: Part | undefined, current: Part | undefined): readonly Change[] =>
  changesBelow(schemaOf(published), schemaOf(current));
