import { describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template as Assertions } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { decide, type Decision, type PolicyDocument, type PolicyRequest } from '../support/policies.ts';
import { ACCOUNT, resolved } from './resolved.ts';
import { resourcesOf, synthesised, type Resource, type Synthesised, type Template } from './synthesised.ts';

const cloudWatch = { Service: 'cloudwatch.amazonaws.com' };
const here = { 'aws:SecureTransport': 'true', 'aws:SourceAccount': ACCOUNT };
const elsewhere = { ...here, 'aws:SourceAccount': '999988887777' };

/** The topic, its policy and its key, as they are deployed. */
const deployed = (stacks: Synthesised) => {
  const template = stacks.templates['alarms'] as Template;
  const only = (type: string): Resource & { readonly id: string } => {
    const [found, ...more] = resourcesOf({ ...stacks, templates: { alarms: template } }, type);
    if (found === undefined || more.length > 0) throw new Error(`There is not one ${type}`);
    return found;
  };
  const policyOf = (document: unknown): PolicyDocument =>
    resolved(stacks, template, document) as PolicyDocument;
  const topic = only('AWS::SNS::Topic');
  const key = only('AWS::KMS::Key');
  return {
    topicArn: String(resolved(stacks, template, { Ref: topic.id })),
    topic: topic.Properties,
    keyOfTopic: resolved(stacks, template, topic.Properties['KmsMasterKeyId']),
    key: `${key.id}.Arn`,
    topicPolicy: policyOf(only('AWS::SNS::TopicPolicy').Properties['PolicyDocument']),
    keyPolicy: policyOf(key.Properties['KeyPolicy']),
  };
};

const publish = (
  policy: PolicyDocument,
  resource: string,
  context: PolicyRequest['context'],
  principal: PolicyRequest['principal'] = cloudWatch,
): Decision => decide(policy, { principal, action: 'sns:Publish', resource, context });

const useKey = (policy: PolicyDocument, resource: string, context: PolicyRequest['context']) =>
  ['kms:Decrypt', 'kms:GenerateDataKey'].map((action) =>
    decide(policy, { principal: cloudWatch, action, resource, context }),
  );

describe.each(['sandbox', 'production'] as const)('the alarm topic of %s', (stage) => {
  const { topicArn, topic, keyOfTopic, key, topicPolicy, keyPolicy } = deployed(synthesised(stage));

  it('lets CloudWatch publish for the alarms of this account, and for no other account', () => {
    expect(publish(topicPolicy, topicArn, here)).toBe('allowed');
    expect(publish(topicPolicy, topicArn, elsewhere)).toBe('not allowed');
    expect(publish(topicPolicy, topicArn, { 'aws:SecureTransport': 'true' })).toBe('not allowed');
  });

  it('lets nobody publish over plain HTTP, and no other service publish at all', () => {
    expect(publish(topicPolicy, topicArn, { ...here, 'aws:SecureTransport': 'false' })).toBe('denied');
    expect(publish(topicPolicy, topicArn, here, { Service: 'events.amazonaws.com' })).toBe('not allowed');
    expect(publish(topicPolicy, topicArn, here, { AWS: 'arn:aws:iam::999988887777:root' })).toBe(
      'not allowed',
    );
  });

  it('has a key that CloudWatch may use for the alarms of this account, and for no other account', () => {
    expect(keyOfTopic).toBe(key);
    expect(useKey(keyPolicy, key, here)).toEqual(['allowed', 'allowed']);
    expect(useKey(keyPolicy, key, elsewhere)).toEqual(['not allowed', 'not allowed']);
  });

  it('is named after the stage', () => {
    expect(topic['TopicName']).toBe(`orderly-${stage}-alarms`);
  });
});

describe('the evaluation of policies notices', () => {
  const stack = new Stack(new App(), 'planted');
  new Topic(stack, 'Topic', { masterKey: new Key(stack, 'Key'), enforceSSL: true });
  const templates = { alarms: Assertions.fromStack(stack).toJSON() as Template };
  const { topicArn, key, topicPolicy, keyPolicy } = deployed({ ...synthesised('sandbox'), templates });

  it('a topic whose policy only denies plain HTTP', () => {
    expect(publish(topicPolicy, topicArn, here)).toBe('not allowed');
    expect(publish(topicPolicy, topicArn, { ...here, 'aws:SecureTransport': 'false' })).toBe('denied');
  });

  it('a key that CloudWatch may not use', () => {
    expect(useKey(keyPolicy, key, here)).toEqual(['not allowed', 'not allowed']);
  });

  it('an element or operator that it does not know', () => {
    const statement = { Effect: 'Allow' as const, Action: '*', Resource: '*' };
    const request = { principal: cloudWatch, action: 'sns:Publish', resource: 'x', context: here };
    const within = { Statement: [{ ...statement, Condition: { IpAddress: { 'aws:SourceIp': '::' } } }] };
    expect(() => decide(within, request)).toThrow('Cannot evaluate IpAddress');
    const inverted = { Statement: [{ ...statement, NotAction: 'sns:Publish' }] };
    expect(() => decide(inverted, request)).toThrow('Cannot evaluate NotAction');
  });
});
