import { expect } from '@jest/globals';
import { referenced, resourcesOf, type Synthesised } from './synthesised.ts';

/** The only element of a list. */
export const only = <T>(found: readonly T[]): T => {
  expect(found).toHaveLength(1);
  return found[0]!;
};

/** The pool of customers or of staff, with its client, domain and style. */
export const poolOf = (stacks: Synthesised, users: 'customers' | 'staff') => {
  const pool = only(
    resourcesOf(stacks, 'AWS::Cognito::UserPool').filter(({ Properties }) =>
      String(Properties['UserPoolName']).endsWith(`-${users}`),
    ),
  );
  const own = (type: string) =>
    only(
      resourcesOf(stacks, type).filter(({ Properties }) => referenced(Properties['UserPoolId']) === pool.id),
    );
  return {
    pool,
    client: own('AWS::Cognito::UserPoolClient'),
    domain: own('AWS::Cognito::UserPoolDomain'),
    style: own('AWS::Cognito::ManagedLoginBranding'),
  };
};

export const parametersNamed = (stacks: Synthesised, name: string) =>
  resourcesOf(stacks, 'AWS::SSM::Parameter').filter(({ Properties }) => Properties['Name'] === name);

/** The issuers in the SSM parameter. References are replaced by `<id>` or `<id>.<attribute>`. */
export const issuersOf = (stacks: Synthesised): unknown => jsonIn(stacks, 'token-issuers');

/** Where people sign in, according to the SSM parameter. References are replaced as in `issuersOf`. */
export const signInOf = (stacks: Synthesised): unknown => jsonIn(stacks, 'sign-in');

const jsonIn = (stacks: Synthesised, parameter: string): unknown => {
  const { Properties } = only(parametersNamed(stacks, `/orderly/${stacks.settings.name}/${parameter}`));
  const rendered = (value: unknown): string => {
    if (typeof value === 'string') return value;
    const {
      Ref,
      'Fn::GetAtt': attribute,
      'Fn::Join': join,
    } = value as {
      Ref?: string;
      'Fn::GetAtt'?: readonly string[];
      'Fn::Join'?: readonly [string, readonly unknown[]];
    };
    if (join !== undefined) return join[1].map(rendered).join(join[0]);
    return `<${Ref ?? attribute?.join('.') ?? '?'}>`;
  };
  return JSON.parse(rendered(Properties['Value']));
};
