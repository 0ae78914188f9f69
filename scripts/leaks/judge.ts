import { findingsIn, type Finding, type Trace } from './find.ts';
import { masked, withoutSecrets, type Kind } from './kinds.ts';

/** An exception to the leak check: texts of one kind are allowed in some fields of a place. */
export interface Allowance {
  /** The place of a trace, for example `table notifications`. */
  readonly place: string;
  /** How the ids of the traces begin. If absent, all traces of the place are meant. */
  readonly idStart?: string;
  /** The fields in which the texts may be, written as in `Finding.field`. */
  readonly fields: readonly string[];
  readonly kind: Kind;
  readonly reason: string;
  /** True if it is no fault that a run leaves nothing in this place, because the data is soon deleted. */
  readonly isFleeting?: true;
}

/** Texts of one kind, in one field of one place, where they do not belong. */
export interface Leak {
  readonly place: string;
  readonly field: string;
  readonly kind: Kind;
  readonly count: number;
  /** The id of the first trace with such a text, with secrets masked. */
  readonly id: string;
  /** The first such text, masked. */
  readonly example: string;
}

/** The result of a search for personal data and secrets. */
export interface LeakJudgement {
  /** The number of traces by the first word of their places: `table`, `dead`, `event` and `log`. */
  readonly read: Readonly<Record<string, number>>;
  /** The number of texts in each allowed place. */
  readonly found: readonly (readonly [Allowance, number])[];
  readonly leaks: readonly Leak[];
}

const allows =
  ({ place, id, field, kind }: Finding) =>
  (allowance: Allowance): boolean =>
    allowance.place === place &&
    allowance.kind === kind &&
    allowance.fields.includes(field) &&
    id.startsWith(allowance.idStart ?? '');

/**
 * Looks for personal data and secrets in all traces.
 * @param secrets the values of the stage's secrets
 */
export const judgeLeaks = async (
  traces: AsyncIterable<Trace>,
  secrets: readonly string[],
  allowances: readonly Allowance[],
): Promise<LeakJudgement> => {
  const read: Record<string, number> = {};
  const found = new Map(allowances.map((allowance) => [allowance, 0]));
  const leaks = new Map<string, Leak>();
  for await (const trace of traces) {
    const [word = ''] = trace.place.split(' ');
    read[word] = (read[word] ?? 0) + 1;
    for (const finding of findingsIn(trace, secrets)) {
      const allowance = allowances.find(allows(finding));
      if (allowance === undefined) addLeak(leaks, finding, secrets);
      else found.set(allowance, (found.get(allowance) ?? 0) + 1);
    }
  }
  return { read, found: [...found], leaks: [...leaks.values()] };
};

const addLeak = (leaks: Map<string, Leak>, finding: Finding, secrets: readonly string[]): void => {
  const place = withoutSecrets(finding.place, secrets);
  const field = withoutSecrets(finding.field, secrets);
  const key = JSON.stringify([place, field, finding.kind]);
  const { count, ...first } = leaks.get(key) ?? {
    count: 0,
    place,
    field,
    kind: finding.kind,
    id: withoutSecrets(finding.id, secrets),
    example: masked(finding.value),
  };
  leaks.set(key, { ...first, count: count + 1 });
};
