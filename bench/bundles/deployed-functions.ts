import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { orderly } from '../../infra/orderly.ts';
import { stageSettings, type Stage } from '../../infra/stage-config.ts';
import { projectRoot } from '../../scripts/console/paths.ts';
import { sampleSettings } from '../../scripts/deployment/sample-settings.ts';

/** A function as the stacks deploy it. */
export interface DeployedFunction {
  /** Service and entry, for example `orders/place-order`. */
  readonly name: string;
  /** Path of the module that exports the handler, relative to the project's root. */
  readonly entry: string;
  /** Environment variables. Values that are known only after a deployment are placeholders. */
  readonly environment: Readonly<Record<string, string>>;
}

interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>
  >;
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
}

interface FunctionProperties {
  readonly FunctionName?: string;
  readonly Environment?: { readonly Variables: Readonly<Record<string, unknown>> };
}

/** The intrinsic functions of CloudFormation that this file handles. */
interface Intrinsic {
  readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
  readonly 'Fn::GetAtt'?: readonly string[];
  readonly Ref?: string;
}

/** The parameters that the stacks create in Systems Manager: a map from their names to their values. */
const storedParameters = (templates: readonly Template[]): ReadonlyMap<unknown, unknown> =>
  new Map(
    templates.flatMap(({ Resources }) =>
      Object.values(Resources).flatMap(({ Type, Properties }) =>
        Type === 'AWS::SSM::Parameter' ? [[Properties['Name'], Properties['Value']] as const] : [],
      ),
    ),
  );

/**
 * Returns a function that turns values of a template into text. It resolves joined texts, and the parameters in Systems
 * Manager that the templates define. Any other reference becomes a placeholder with the reference's name, so that
 * different references stay different.
 */
const placeholderIn = (
  { Parameters = {} }: Template,
  stored: ReadonlyMap<unknown, unknown>,
): ((value: unknown) => string) => {
  const placeholder = (value: unknown): string => {
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    const { 'Fn::Join': join, 'Fn::GetAtt': attribute = [], Ref: reference = '' } = value as Intrinsic;
    if (join !== undefined) return join[1].map(placeholder).join(join[0]);
    const name = Parameters[reference]?.Default;
    if (stored.has(name)) return placeholder(stored.get(name));
    return ['placeholder', ...attribute, reference].filter((part) => part !== '').join('-');
  };
  return placeholder;
};

const { context } = JSON.parse(readFileSync(join(projectRoot, 'cdk.json'), 'utf8')) as {
  readonly context: Readonly<Record<string, unknown>>;
};

const functionsOf = (stage: Stage): ReadonlyMap<string, DeployedFunction['environment']> => {
  const outdir = mkdtempSync(join(tmpdir(), 'orderly-functions-'));
  try {
    const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] }, outdir });
    orderly(app, stageSettings(stage, {}, { file: sampleSettings }));
    const found = new Map<string, DeployedFunction['environment']>();
    const templates = app.synth().stacks.map(({ template }) => template as Template);
    const stored = storedParameters(templates);
    for (const template of templates) {
      const placeholder = placeholderIn(template, stored);
      for (const { Type, Properties } of Object.values(template.Resources)) {
        const { FunctionName, Environment } = Properties as FunctionProperties;
        if (Type !== 'AWS::Lambda::Function' || FunctionName === undefined) continue;
        const variables = Object.entries(Environment?.Variables ?? {});
        const environment = Object.fromEntries(variables.map(([name, value]) => [name, placeholder(value)]));
        found.set(FunctionName.replace(`orderly-${stage}-`, ''), environment);
      }
    }
    return found;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};

/**
 * Returns every function of the code base with its environment in production. In the sample settings, production has
 * neither simulators nor the canary. The functions of the simulators and the canary therefore have the environment of
 * the local stage or of the sandbox.
 * @throws Error for a file in `lambdas/` that no stack deploys
 */
export const deployedFunctions = (): readonly DeployedFunction[] => {
  const stages: readonly Stage[] = ['local', 'sandbox', 'production'];
  const environments = new Map(stages.flatMap((stage) => [...functionsOf(stage)]));
  return globSync('{functions,simulators}/*/lambdas/*.ts', { cwd: projectRoot })
    .toSorted()
    .map((entry) => {
      const service = basename(dirname(dirname(entry)));
      const name = basename(entry, '.ts');
      const environment = environments.get(`${service}-${name}`);
      if (environment === undefined)
        throw new Error(`No stack deploys ${entry}. Deploy it in infra, or delete it.`);
      return { name: `${service}/${name}`, entry, environment };
    });
};
