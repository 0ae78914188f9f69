/** A policy document without intrinsic functions. */
export interface PolicyDocument {
  readonly Statement: readonly Statement[];
}

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, OneOrMore>>;
  readonly Action: OneOrMore;
  readonly Resource: OneOrMore;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

type OneOrMore = string | readonly string[];

/** A call to AWS that is checked against a policy. */
export interface PolicyRequest {
  /** `{ Service: 'cloudwatch.amazonaws.com' }` or `{ AWS: 'arn:aws:iam::111122223333:role/x' }`. */
  readonly principal: Readonly<Record<string, string>>;
  readonly action: string;
  readonly resource: string;
  /** The values of condition keys, for example `aws:SourceAccount`. */
  readonly context: Readonly<Record<string, string>>;
}

export type Decision = 'allowed' | 'denied' | 'not allowed';

/**
 * Evaluates a resource's policy as AWS does (IAM user guide, "Policy evaluation logic"): a matching Deny wins over a
 * matching Allow. Supports only the elements and operators that this project's policies use.
 * @throws Error for any other element or operator, because ignoring it could give a wrong decision.
 */
export const decide = ({ Statement }: PolicyDocument, request: PolicyRequest): Decision => {
  const matching = Statement.filter((statement) => matches(statement, request));
  if (matching.some(({ Effect }) => Effect === 'Deny')) return 'denied';
  return matching.some(({ Effect }) => Effect === 'Allow') ? 'allowed' : 'not allowed';
};

const known = new Set(['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition']);

const matches = (statement: Statement, { principal, action, resource, context }: PolicyRequest): boolean => {
  const unknown = Object.keys(statement).filter((element) => !known.has(element));
  if (unknown.length > 0)
    throw new Error(`Cannot evaluate ${unknown.join(', ')}: extend test/support/policies.ts`);
  return (
    isPrincipal(statement.Principal, principal) &&
    list(statement.Action).some((pattern) => fits(pattern.toLowerCase(), action.toLowerCase())) &&
    list(statement.Resource).some((pattern) => fits(pattern, resource)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, list(values), context[key])),
    )
  );
};

const isPrincipal = (named: Statement['Principal'], principal: PolicyRequest['principal']): boolean => {
  if (named === undefined || named === '*') return true;
  return Object.entries(named).some(([kind, values]) =>
    list(values).some(
      (value) => value === '*' || value === principal[kind] || isAccountOf(value, principal[kind]),
    ),
  );
};

/** The root of an account stands for all principals of the account. */
const isAccountOf = (root: string, principal: string | undefined): boolean =>
  root.endsWith(':root') && principal?.split(':')[4] === root.split(':')[4];

/** A condition fails if the request lacks its key, unless the operator is negated or ends in `IfExists`. */
const holds = (operator: string, values: readonly string[], actual: string | undefined): boolean => {
  const name = operator.replace(/IfExists$/, '');
  const compare = operators[name];
  if (compare === undefined) throw new Error(`Cannot evaluate ${operator}: extend test/support/policies.ts`);
  if (actual === undefined) return name !== operator || name.includes('Not');
  return name.includes('Not')
    ? values.every((value) => !compare(value, actual))
    : values.some((value) => compare(value, actual));
};

const fits = (pattern: string, actual: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(actual);

const equal = (value: string, actual: string): boolean => value === actual;

/**
 * Each operator compares a value of the policy with the request's value. `holds` inverts the result if the name has
 * `Not`.
 */
const operators: Readonly<Record<string, (value: string, actual: string) => boolean>> = {
  StringEquals: equal,
  StringNotEquals: equal,
  StringLike: fits,
  StringNotLike: fits,
  ArnEquals: fits,
  ArnLike: fits,
  ArnNotLike: fits,
  Bool: (value, actual) => value.toLowerCase() === actual.toLowerCase(),
};

const list = (values: OneOrMore): readonly string[] => (typeof values === 'string' ? [values] : values);
