import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stage, StageSettings } from '../../infra/stage-config.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
}

/** The parts of a template that the tests read. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Parameters?: Readonly<Record<string, { readonly Type: string; readonly Default?: string }>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>
  >;
}

/** A stage's stacks, synthesised without an account and without bundling code. */
export interface Synthesised {
  readonly settings: StageSettings;
  /** The templates by the last part of the stack's name, e.g. `data` or `api`. */
  readonly templates: Readonly<Record<string, Template>>;
  readonly stacks: readonly {
    readonly name: string;
    /** Where the stacks are deployed: `aws://<account>/<region>`. */
    readonly environment: string;
    readonly terminationProtection: boolean;
    /** The stacks that are deployed before this stack. */
    readonly dependencies: readonly string[];
  }[];
  /** The paths of the template files. */
  readonly files: readonly string[];
}

/** The environment variable with the folder where setup.mjs stores all stages before the first test. */
export const STORED_STAGES = 'ORDERLY_STORED_STAGES';

const known = new Map<string, Synthesised>();

/**
 * A stage as `cdk synth` synthesises it from the sample settings file, with the same feature flags, but without the
 * environment variables of this machine. All test files share one synthesis, because loading the AWS CDK takes longer
 * than most tests.
 */
export const synthesised = (stage: Stage): Synthesised => {
  const file = join(process.env[STORED_STAGES] ?? '', `${stage}.json`);
  const read = known.get(stage) ?? (JSON.parse(readFileSync(file, 'utf8')) as Synthesised);
  known.set(stage, read);
  return read;
};

/** All resources of a type in all stacks of a stage, with their logical ids. */
export const resourcesOf = (
  { templates }: Synthesised,
  type: string,
): readonly (Resource & { readonly id: string })[] =>
  Object.values(templates).flatMap(({ Resources }) =>
    Object.entries(Resources).flatMap(([id, resource]) =>
      resource.Type === type ? [{ ...resource, id }] : [],
    ),
  );

/** Returns the logical id that a reference within a stack contains. Returns `undefined` for any other value. */
export const referenced = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('Ref' in value) return String(value.Ref);
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) return String(value['Fn::GetAtt'][0]);
  return undefined;
};
