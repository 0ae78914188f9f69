import { inflateRawSync } from 'node:zlib';
import { mayHoldAny, sensitiveIn, type Kind } from './kinds.ts';

/** Something that a run has left behind: a row of a table, a log line, an event or a dead letter. */
export interface Trace {
  /** Where it is, for example `table notifications`, `log orders/inbox`, `event OrderPaid` or `dead letters payments-inbox`. */
  readonly place: string;
  /** Which one it is, for example the key of a row. */
  readonly id: string;
  /** The content. Strings of it that are JSON are read as JSON. */
  readonly content: unknown;
}

/** A text of a kind in a trace. */
export interface Finding {
  readonly place: string;
  readonly id: string;
  /** The names of the fields that lead to the text, for example `data.items[].name`. Empty for the whole content. */
  readonly field: string;
  readonly kind: Kind;
  readonly value: string;
}

const parsed = (text: string): unknown => {
  if (!/^\s*[{[]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** Binary data as text. The intents of batches are compressed (functions/inventory/adapters/dynamo-batch-store.ts). */
const textOf = (bytes: Uint8Array): string => {
  try {
    return inflateRawSync(bytes).toString();
  } catch {
    return Buffer.from(bytes).toString();
  }
};

/** DynamoDB's sets as lists, and its binary values as text. */
const plain = (value: unknown): unknown => {
  if (value instanceof Set) return [...value];
  return value instanceof Uint8Array ? textOf(value) : value;
};

/** For JSON.stringify, which passes a Buffer as what its `toJSON` returns. */
function plainOf(this: Readonly<Record<string, unknown>>, name: string): unknown {
  return plain(this[name]);
}

/** All strings in a value with the fields that lead to them. Names of fields are strings, too. */
function* stringsIn(given: unknown, field = ''): Generator<readonly [field: string, text: string]> {
  const value = plain(given);
  if (typeof value === 'string') {
    const inner = parsed(value);
    if (typeof inner === 'string') yield [field, value];
    else yield* stringsIn(inner, field);
  } else if (Array.isArray(value)) {
    for (const one of value) yield* stringsIn(one, `${field}[]`);
  } else if (typeof value === 'object' && value !== null) {
    const prefix = field === '' ? '' : `${field}.`;
    for (const [name, inner] of Object.entries(value)) {
      yield [`${prefix}(name of a field)`, name];
      yield* stringsIn(inner, `${prefix}${name}`);
    }
  }
}

/**
 * Finds the texts of all kinds in a trace.
 * @param secrets the values of the stage's secrets
 */
export const findingsIn = (
  { place, id, content }: Trace,
  secrets: readonly string[] = [],
): readonly Finding[] => {
  const whole = typeof content === 'string' ? content : JSON.stringify(content, plainOf);
  if (!mayHoldAny(whole, secrets)) return [];
  const findings = [...stringsIn(content)].flatMap(([field, text]) =>
    sensitiveIn(text, secrets).map((found) => ({ place, id, field, ...found })),
  );
  // A text may be of a kind only together with its neighbours, as a JSON Web Key is.
  const together = sensitiveIn(whole, secrets)
    .filter(({ kind }) => findings.every((finding) => finding.kind !== kind))
    .map((found) => ({ place, id, field: '', ...found }));
  return [...findings, ...together];
};
