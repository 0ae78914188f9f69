import { globSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod/mini';
import { projectRoot } from '../console/paths.ts';

/** A function of the local stage, and where its code comes from. */
export type DevFunction = {
  /** The function's name in AWS. */
  name: string;
  /** Path of the module that exports the handler, relative to the project's root. */
  entry: string;
  /** The folder with the bundle that the stacks deploy. */
  bundle: string;
};

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z.optional(
        z.object({
          FunctionName: z.optional(z.unknown()),
          Code: z.optional(z.object({ S3Key: z.optional(z.string()) })),
        }),
      ),
    }),
  ),
});

/** The folders with the bundles in a cloud assembly, by the names of functions. */
const bundlesIn = (assembly: string): ReadonlyMap<unknown, string> =>
  new Map(
    readdirSync(assembly)
      .filter((file) => file.endsWith('.template.json'))
      .map((file) => Template.parse(JSON.parse(readFileSync(join(assembly, file), 'utf8'))))
      .flatMap(({ Resources }) => Object.values(Resources))
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      // CDK names an asset after the hash of its content, in S3 as well as in the assembly.
      .map(({ Properties: { FunctionName, Code } = {} }) => [
        FunctionName,
        join(assembly, `asset.${basename(Code?.S3Key ?? '', '.zip')}`),
      ]),
  );

/** The functions that the stacks in a cloud assembly deploy. */
export const devFunctions = (assembly: string): readonly DevFunction[] => {
  const bundles = bundlesIn(assembly);
  return globSync('{functions,simulators}/*/lambdas/*.ts', { cwd: projectRoot }).flatMap((entry) => {
    const name = `orderly-local-${basename(dirname(dirname(entry)))}-${basename(entry, '.ts')}`;
    const bundle = bundles.get(name);
    return bundle === undefined ? [] : [{ name, entry, bundle }];
  });
};
