import { RemovalPolicy } from 'aws-cdk-lib';
import type { StageSettings } from '../stage-config.ts';

/**
 * Returns the removal policy and the name of a resource with data. A name that outlives its stack would block the next
 * deployment. So a resource that the stage keeps gets a generated name, and a resource that is deleted with its stack
 * gets a readable name.
 * @param named the property with the readable name
 * @param kept the removal policy if the stage keeps its data. With the default value, CloudFormation still deletes the
 *   resource if the first deployment fails
 */
export const keptOrNamed = <Named extends object>(
  { keepData }: Pick<StageSettings, 'keepData'>,
  named: Named,
  kept = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
): Partial<Named> & { readonly removalPolicy: RemovalPolicy } => {
  const name: Partial<Named> = keepData ? {} : named;
  return { ...name, removalPolicy: keepData ? kept : RemovalPolicy.DESTROY };
};
