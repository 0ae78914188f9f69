import { it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { FloorsStack } from '../../bench/floors/floors-stack.ts';
import { stageSettings } from '../../infra/stage-config.ts';

it('the floors of the benchmark can be deployed, and API Gateway may invoke the one behind the route', () => {
  // The test reads the template alone, so no code is bundled.
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const floors = new FloorsStack(app, 'floors', stageSettings('local'), { AUTH_ISSUERS: '[]' });
  const template = Template.fromStack(floors);
  const [accept] = Object.keys(
    template.findResources('AWS::Lambda::Function', {
      Properties: { FunctionName: 'orderly-local-floors-accept' },
    }),
  );
  const invoke = { Action: 'lambda:InvokeFunction', Effect: 'Allow' };
  template.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'apigateway.amazonaws.com' } }] },
    Policies: [
      { PolicyDocument: { Statement: [{ ...invoke, Resource: { 'Fn::GetAtt': [accept, 'Arn'] } }] } },
    ],
  });
});
