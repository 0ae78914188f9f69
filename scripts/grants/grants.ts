import { Problem } from '../console/problem.ts';

/** A statement of a role's policy, as IAM returns it. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  /** The condition: for each operator, the values of each condition key. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** The smallest part of a policy that a call can use: one action on one resource. */
export interface Grant {
  readonly action: string;
  /** An ARN. It may have the wildcards `*` and `?`. */
  readonly resource: string;
  /** The source that events must have, if a condition names sources. Each source is a grant by itself. */
  readonly source?: string;
}

const SOURCE = 'events:source';

const list = (value: string | readonly string[] | undefined): readonly string[] => [value ?? []].flat();

/** The sources of events that a statement's conditions allow. Returns one `undefined` if no condition names sources. */
const sourcesIn = ({ Condition = {} }: Statement): readonly (string | undefined)[] => {
  const conditions = Object.values(Condition).flatMap((keys) => Object.entries(keys));
  const several = conditions.find(([key, values]) => key !== SOURCE && list(values).length > 1);
  if (several !== undefined)
    throw new Problem(
      `A grant has a condition with several values of ${several[0]}. Extend scripts/grants/grants.ts and ` +
        `scripts/emulator/record_calls.py, so that a value that no call uses is found.`,
    );
  const sources = conditions.filter(([key]) => key === SOURCE).flatMap(([, values]) => list(values));
  return sources.length === 0 ? [undefined] : sources;
};

/**
 * Splits a role's statements into grants, without duplicates. Statements that deny are left out.
 *
 * @throws Problem for a statement whose parts cannot be told apart: an action with a wildcard, NotAction, NotResource,
 *   or a condition with several values of an unknown key
 */
export const grantsIn = (statements: readonly Statement[]): readonly Grant[] => {
  const found = new Map<string, Grant>();
  for (const statement of statements.filter(({ Effect }) => Effect === 'Allow')) {
    const [actions, resources] = [list(statement.Action), list(statement.Resource)];
    const wildcard = actions.find((action) => /[*?]/.test(action));
    if (wildcard !== undefined) throw new Problem(`A grant of ${wildcard} is too wide. Name each action.`);
    if (actions.length === 0 || resources.length === 0)
      throw new Problem('A grant uses NotAction or NotResource. Name each action and each resource.');
    for (const source of sourcesIn(statement)) {
      for (const action of actions) {
        for (const resource of resources) {
          const grant = { action, resource, ...(source !== undefined && { source }) };
          found.set(JSON.stringify(grant), grant);
        }
      }
    }
  }
  return [...found.values()];
};

const pattern = (text: string): RegExp =>
  new RegExp(
    `^${text
      .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  );

/**
 * True if a grant allows a call, by the rules of IAM: actions are not case-sensitive, resources are (IAM user guide,
 * "IAM JSON policy elements: Action" and "Resource").
 */
export const covers = (grant: Grant, call: Grant): boolean =>
  grant.action.toLowerCase() === call.action.toLowerCase() &&
  pattern(grant.resource).test(call.resource) &&
  (grant.source === undefined || grant.source === call.source);

/** Formats a grant as `dynamodb:PutItem on arn:…`, with the source if there is one. */
export const grantText = ({ action, resource, source }: Grant): string =>
  `${action} on ${resource}${source === undefined ? '' : ` for events of ${source}`}`;
