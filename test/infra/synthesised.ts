import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { orderly } from '../../infra/orderly.ts';
import { stageSettings, type Stage, type StageSettings } from '../../infra/stage-config.ts';
import { sampleSettings } from '../../scripts/deployment/sample-settings.ts';

/** A resource in a template. */
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
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>
  >;
}

/** A stage's stacks, synthesised without an account and without bundling code. */
export interface Synthesised {
  readonly app: App;
  readonly settings: StageSettings;
  /** The templates by the last part of the stack's name, e.g. `data` or `api`. */
  readonly templates: Readonly<Record<string, Template>>;
  readonly stacks: readonly {
    readonly name: string;
    /** `aws://<account>/<region>` */
    readonly environment: string;
    readonly terminationProtection: boolean;
  }[];
  /** The paths of the template files. */
  readonly files: readonly string[];
}

const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as {
  context: Record<string, unknown>;
};

const folders: string[] = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const known = new Map<string, Synthesised>();

/**
 * Synthesises a stage as `cdk synth` does, with the same feature flags but without this machine's environment. Each
 * stage is synthesised once per test file.
 * @param name the name of a sandbox
 */
export const synthesised = (stage: Stage, name: string = stage): Synthesised => {
  const made = known.get(name) ?? synthesise(stage, { name: name === stage ? undefined : name });
  known.set(name, made);
  return made;
};

/** Synthesises a stage, with the sample settings file or with another `file`. */
export const synthesise = (
  stage: Stage,
  { name, file = sampleSettings }: { readonly name?: string | undefined; readonly file?: object },
): Synthesised => {
  const outdir = mkdtempSync(join(tmpdir(), `orderly-synth-${stage}-`));
  folders.push(outdir);
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] }, outdir });
  const settings = stageSettings(stage, {}, { file, name });
  orderly(app, settings);
  const { stacks } = app.synth();
  const prefix = `orderly-${settings.name}-`;
  return {
    app,
    settings,
    templates: Object.fromEntries(
      stacks.map(({ stackName, template }) => [stackName.slice(prefix.length), template as Template]),
    ),
    stacks: stacks.map(({ stackName, environment, terminationProtection = false }) => ({
      name: stackName.slice(prefix.length),
      environment: environment.name,
      terminationProtection,
    })),
    files: stacks.map(({ templateFullPath }) => templateFullPath),
  };
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

/** The logical id in a reference within a stack; `undefined` for anything else. */
export const referenced = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('Ref' in value) return String(value.Ref);
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) return String(value['Fn::GetAtt'][0]);
  return undefined;
};
