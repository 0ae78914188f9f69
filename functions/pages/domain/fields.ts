/**
 * The keywords of JSON Schema that the schemas of events use. `x-extensible-enum` lists values to which new ones may be
 * added.
 */
export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly const?: string | number | boolean;
  readonly enum?: readonly string[];
  readonly 'x-extensible-enum'?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

/** Schemas by name. A `$ref` ends with the name of a schema. */
export type Schemas = Readonly<Record<string, Schema>>;

/** What a page shows of a field. */
export interface Field {
  /** The path of the field within the event. A list has `[]` after its name: `items[].quantity`. */
  readonly path: string;
  readonly type: string;
  readonly isOptional: boolean;
  readonly description: string;
  /** The limits of the value as text, such as "1 to 1,000". Parts that are code are between backticks. */
  readonly limits: readonly string[];
  readonly values: readonly string[];
  /** True if the field may get new values later (an open enumeration). */
  readonly isOpen: boolean;
}

/** The name of the schema or other component that `$ref` refers to. */
export const nameIn = (reference: string): string => reference.split('/').at(-1) ?? '';

/**
 * Merges a schema with the schemas that its `$ref` and `allOf` name. A keyword of the schema itself, such as `minimum`
 * in `{ minimum: 1, allOf }`, takes precedence over the same keyword of these schemas.
 * @throws Error if a referenced schema is missing
 */
export const resolved = ({ $ref, allOf = [], ...own }: Schema, schemas: Schemas): Schema => {
  const referenced = $ref === undefined ? undefined : schemas[nameIn($ref)];
  if ($ref !== undefined && referenced === undefined) throw new Error(`The document has no ${$ref}`);
  const parts = [...(referenced === undefined ? [] : [referenced]), ...allOf];
  return Object.assign({}, ...parts.map((part) => resolved(part, schemas)), own) as Schema;
};

const typeOf = ({ type, format }: Schema, item: Schema | undefined): string => {
  if (item !== undefined) return `list of ${item.type ?? 'value'}s`;
  return format ?? type ?? 'any';
};

/**
 * Describes a range in words.
 * @param units what the numbers count, in the singular and in the plural
 */
const rangeOf = (least: number | undefined, most: number | undefined, units?: [string, string]): string[] => {
  const unit = units === undefined ? '' : ` ${units[(most ?? least) === 1 ? 0 : 1]}`;
  const [from, to] = [least?.toLocaleString('en'), most?.toLocaleString('en')];
  if (from !== undefined && to !== undefined) return [`${from} to ${to}${unit}`];
  if (from !== undefined) return [`at least ${from}${unit}`];
  return to === undefined ? [] : [`at most ${to}${unit}`];
};

const limitsOf = (schema: Schema): string[] => [
  ...rangeOf(schema.minimum, schema.maximum),
  ...rangeOf(schema.minLength, schema.maxLength, ['character', 'characters']),
  ...rangeOf(schema.minItems, schema.maxItems, ['entry', 'entries']),
  ...(schema.pattern === undefined ? [] : [`matches \`${schema.pattern}\``]),
];

const valuesOf = (schema: Schema): readonly string[] =>
  schema.const === undefined ? (schema.enum ?? schema['x-extensible-enum'] ?? []) : [String(schema.const)];

/**
 * All fields of an object, in the order of its schema. The fields of a nested object follow that object.
 * @param prefix the path of the object, with a dot at its end
 * @throws Error if a referenced schema is missing
 */
export const fieldsOf = (schema: Schema, schemas: Schemas, prefix = ''): readonly Field[] => {
  const { properties = {}, required = [] } = resolved(schema, schemas);
  return Object.entries(properties).flatMap(([name, property]) => {
    const own = resolved(property, schemas);
    const item = own.items === undefined ? undefined : resolved(own.items, schemas);
    const path = `${prefix}${name}`;
    const field: Field = {
      path,
      type: typeOf(own, item),
      isOptional: !required.includes(name),
      description: own.description ?? item?.description ?? '',
      limits: [...limitsOf(own), ...(item === undefined ? [] : limitsOf(item))],
      values: valuesOf(item ?? own),
      isOpen: (item ?? own)['x-extensible-enum'] !== undefined,
    };
    return [field, ...fieldsOf(item ?? own, schemas, item === undefined ? `${path}.` : `${path}[].`)];
  });
};
