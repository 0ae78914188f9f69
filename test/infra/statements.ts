import type { Resource } from './synthesised.ts';

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** Returns a list. In a template, a single value may stand in place of a list with one element. */
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

export const statementsOf = (role: Resource | undefined): readonly Statement[] =>
  list(role?.Properties['Policies'] ?? []).flatMap(
    (policy) => (policy as { PolicyDocument: { Statement: readonly Statement[] } }).PolicyDocument.Statement,
  );
