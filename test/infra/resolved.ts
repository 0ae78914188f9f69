import { sampleSettings } from '../../scripts/deployment/sample-settings.ts';
import type { Synthesised, Template } from './synthesised.ts';

/** The account, region and partition in which the tests resolve templates. */
export const ACCOUNT = sampleSettings.production.account;
const REGION = sampleSettings.production.region;

const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Region': REGION,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** The value of a `Ref` or `Fn::GetAtt`: the ARN of a topic, or the logical id of any other resource. */
const nameOf = (template: Template, id: string): string =>
  template.Resources[id]?.Type === 'AWS::SNS::Topic' ? `arn:aws:sns:${REGION}:${ACCOUNT}:${id}` : id;

/**
 * Replaces the intrinsic functions of a template, as a deployment does. A resource without a name gets its logical id.
 * A reference to another stack is replaced by the value that the other stack exports.
 * @throws Error for an unknown intrinsic function.
 */
export const resolved = (stacks: Synthesised, template: Template, value: unknown): unknown => {
  const again = (inner: unknown): unknown => resolved(stacks, template, inner);
  if (Array.isArray(value)) return value.map(again);
  if (typeof value !== 'object' || value === null) return value;
  const [name = '', argument] = Object.entries(value)[0] ?? [];
  if (name === 'Ref') return pseudo[String(argument)] ?? nameOf(template, String(argument));
  if (name === 'Fn::GetAtt') {
    const [id = '', attribute = ''] = argument as readonly string[];
    return `${nameOf(template, id)}.${attribute}`;
  }
  if (name === 'Fn::Join') {
    const [separator, parts] = argument as readonly [string, readonly unknown[]];
    return parts.map((part) => String(again(part))).join(separator);
  }
  if (name === 'Fn::ImportValue') return imported(stacks, String(again(argument)));
  if (name.startsWith('Fn::')) throw new Error(`Cannot resolve ${name}: extend test/infra/resolved.ts`);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, again(inner)]));
};

const imported = (stacks: Synthesised, exportName: string): unknown => {
  for (const template of Object.values(stacks.templates)) {
    for (const { Value, Export } of Object.values(template.Outputs ?? {})) {
      if (Export?.Name === exportName) return resolved(stacks, template, Value);
    }
  }
  throw new Error(`No stack exports ${exportName}`);
};
