import { describe, expect, it } from '@jest/globals';
import { stages } from '../../infra/stage-config.ts';
import { requestsAbout } from '../support/authorisation/requests.ts';
import { serviceRoutes } from '../support/declared-routes.ts';
import { referenced, synthesised, type Resource } from './synthesised.ts';

const ids = { orderId: 'o', productId: 'p', customerId: 'c', sessionId: 's', partnerId: 't' };

/** The path of an API Gateway resource, e.g. `/orders/{orderId}`. The template has no resource for the root path. */
const pathOf = (resources: Readonly<Record<string, Resource>>, id: string | undefined): string => {
  const resource = id === undefined ? undefined : resources[id];
  if (resource?.Type !== 'AWS::ApiGateway::Resource') return '';
  return `${pathOf(resources, referenced(resource.Properties['ParentId']))}/${String(resource.Properties['PathPart'])}`;
};

/** The methods of the deployed API, each with the name of its function. */
const deployedMethods = (stage: (typeof stages)[number]): readonly string[] => {
  const { templates, settings } = synthesised(stage);
  const resources = templates['api']?.Resources ?? {};
  return Object.values(resources)
    .filter(({ Type }) => Type === 'AWS::ApiGateway::Method')
    .map(({ Properties }) => {
      const { HttpMethod, ResourceId, Integration } = Properties;
      const path = pathOf(resources, referenced(ResourceId)) || '/';
      const uri = JSON.stringify(Integration);
      const handler = Object.entries(resources).find(
        ([id, { Type }]) => Type === 'AWS::Lambda::Function' && uri.includes(`"${id}"`),
      )?.[1];
      const name = String(handler?.Properties['FunctionName']).slice(`orderly-${settings.name}-`.length);
      return `${String(HttpMethod)} ${path} → ${name}`;
    })
    .sort();
};

describe.each(stages)('the API of %s', (stage) => {
  const requests = requestsAbout(ids);
  const functionOf = (name: string) => requests[name]?.lambda.replace('/', '-');
  const declared = serviceRoutes.map(({ method, path }) => {
    const name = `${method} ${path}`;
    return `${name} → ${functionOf(name)}`;
  });

  it('has each declared route, with the function that the authorisation matrix calls', () => {
    expect(deployedMethods(stage)).toEqual(expect.arrayContaining(declared));
  });

  it('has no other route, except HEAD for GET, and ANY for what no route declares', () => {
    const known = [...declared, ...declared.map((one) => one.replace(/^GET /, 'HEAD '))];
    const others = deployedMethods(stage).filter((one) => !known.includes(one));
    // `/{proxy+}` does not match the root path, so the root path has a method of its own.
    expect(others).toContain('ANY / → ops-edge');
    expect(others.filter((one) => !/^ANY \S+ → ops-edge$/.test(one))).toEqual([]);
  });
});
