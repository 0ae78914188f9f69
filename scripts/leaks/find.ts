import { inflateRawSync } from 'node:zlib';
import { mayHoldAny, sensitiveIn, type Kind } from './kinds.ts';

/** An object that a run of the tests has left behind: a row of a table, a log line, an event or a dead letter. */
export interface Trace {
  /**
   * The place of the trace, for example `table notifications`, `log orders/inbox`, `event OrderPaid` or `dead letters
   * payments-inbox`.
   */
  readonly place: string;
  /** Identifies the trace in its place, for example by the key of a row. */
  readonly id: string;
  /** The content. A string in it that is a JSON object or list is parsed, too. */
  readonly content: unknown;
}

/** A sensitive text that was found in a trace. */
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

/**
 * Converts binary data to text. The intents of batches are compressed
 * (functions/inventory/adapters/dynamo-batch-store.ts).
 */
const textOf = (bytes: Uint8Array): string => {
  try {
    return inflateRawSync(bytes).toString();
  } catch {
    return Buffer.from(bytes).toString();
  }
};

/** Converts DynamoDB's sets to lists, and its binary values to text. */
const plain = (value: unknown): unknown => {
  if (value instanceof Set) return [...value];
  return value instanceof Uint8Array ? textOf(value) : value;
};

/**
 * A replacer for JSON.stringify. It reads the field from `this`. The second argument is no help: for a Buffer,
 * JSON.stringify passes the result of `toJSON`.
 */
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
 * Finds the sensitive texts of all kinds in a trace.
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
  // Some texts are sensitive only together with other fields, for example those of a JSON Web Key.
  const together = sensitiveIn(whole, secrets)
    .filter(({ kind }) => findings.every((finding) => finding.kind !== kind))
    .map((found) => ({ place, id, field: '', ...found }));
  return [...findings, ...together];
};
