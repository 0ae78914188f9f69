import type { Stage } from '../../infra/stage-config.ts';
import { list, statementsOf, type Statement } from './statements.ts';
import { referenced, resourcesOf, synthesised } from './synthesised.ts';

export interface Deployed {
  /** The function's name without the stage's prefix. */
  readonly name: string;
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly statements: readonly Statement[];
}

export const functionsOf = (stage: Stage): readonly Deployed[] => {
  const roles = resourcesOf(synthesised(stage), 'AWS::IAM::Role');
  return resourcesOf(synthesised(stage), 'AWS::Lambda::Function').map(({ id, Properties }) => ({
    id,
    name: String(Properties['FunctionName']).replace(`orderly-${stage}-`, ''),
    properties: Properties,
    statements: statementsOf(roles.find((role) => role.id === referenced(Properties['Role']))),
  }));
};

/** True if one statement of the function allows an action on a resource. */
export const allows = (
  { statements }: Deployed,
  action: string,
  isIt: (resource: unknown) => boolean,
): boolean =>
  statements.some(
    ({ Effect, Action, Resource }) =>
      Effect === 'Allow' && list(Action).includes(action) && list(Resource).some(isIt),
  );
