import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { orderly } from '../../infra/orderly.ts';
import { stageSettings, type Stage } from '../../infra/stage-config.ts';
import { sampleSettings } from '../../scripts/deployment/sample-settings.ts';
import type { Synthesised, Template } from './synthesised.ts';

const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as {
  context: Record<string, unknown>;
};

/** A stage that was synthesised in this process, with its CDK app. */
export interface OwnSynthesis extends Synthesised {
  readonly app: App;
}

/**
 * Synthesises a stage for a test that needs the CDK app, or other settings than `synthesised` has.
 * @param options.name the name of a sandbox
 * @param options.file the content of the settings file. Default: the sample settings.
 */
export const synthesise = (
  stage: Stage,
  { name, file = sampleSettings }: { readonly name?: string; readonly file?: object } = {},
): OwnSynthesis => {
  const outdir = mkdtempSync(join(tmpdir(), `orderly-synth-${stage}-`));
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
    stacks: stacks.map(({ stackName, environment, terminationProtection = false, dependencies }) => ({
      name: stackName.slice(prefix.length),
      environment: environment.name,
      terminationProtection,
      dependencies: dependencies.map(({ id }) => id.slice(prefix.length)),
    })),
    files: stacks.map(({ templateFullPath }) => templateFullPath),
  };
};
