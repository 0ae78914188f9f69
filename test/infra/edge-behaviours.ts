import { resolved } from './resolved.ts';
import { resourcesOf, type Synthesised } from './synthesised.ts';

type Config = Readonly<Record<string, unknown>>;

/** A cache behaviour of a distribution, with the policies, origin and function that it refers to. */
export interface Behaviour {
  readonly methods: readonly string[];
  readonly protocol: string;
  /**
   * The cache policy: the key of the cache, and how long CloudFront keeps responses. Undefined if nothing is cached.
   */
  readonly cache: Config | undefined;
  /** The id of the policy that names what CloudFront passes on to the origin in addition to the key of the cache. */
  readonly passedOn: string | undefined;
  /** Maps the path of a request to the address to which CloudFront passes the request on. */
  readonly target: (path: string) => string;
  /** The source of the CloudFront function that answers instead of the origin. */
  readonly code: string | undefined;
}

/** AWS's managed policies, whose ids are the same in every account (CloudFront developer guide). */
export const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
export const ALL_VIEWER_EXCEPT_HOST_HEADER = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

/** The configuration of the stage's distribution, with intrinsic functions resolved. */
export const distributionOf = (stacks: Synthesised): Config => {
  const [found] = resourcesOf(stacks, 'AWS::CloudFront::Distribution');
  const template = stacks.templates['edge'];
  if (found === undefined || template === undefined) throw new Error('The stage has no distribution');
  return resolved(stacks, template, found.Properties['DistributionConfig']) as Config;
};

/** True if a pattern of CloudFront matches the path. In a pattern, `*` stands for any characters. */
const matches = (pattern: string, path: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/[.?+^$()[\]{}|\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(path);

/** The behaviour that CloudFront chooses for a path: the first that matches, otherwise the default. */
export const behaviourOf = (stacks: Synthesised, path: string): Behaviour => {
  const config = distributionOf(stacks);
  const listed = config['CacheBehaviors'] as readonly Config[];
  const chosen =
    listed.find(({ PathPattern }) => matches(PathPattern as string, path)) ??
    (config['DefaultCacheBehavior'] as Config);
  const origin = (config['Origins'] as readonly Config[]).find(({ Id }) => Id === chosen['TargetOriginId']);
  const cacheId = String(chosen['CachePolicyId']);
  const policies = resourcesOf(stacks, 'AWS::CloudFront::CachePolicy');
  const policy = policies.find(({ id }) => id === cacheId)?.Properties['CachePolicyConfig'];
  if (policy === undefined && cacheId !== CACHING_DISABLED) throw new Error(`Unknown policy ${cacheId}`);
  const [association] = (chosen['FunctionAssociations'] ?? []) as readonly Config[];
  const edgeFunction = resourcesOf(stacks, 'AWS::CloudFront::Function').find(
    ({ id }) => association?.['FunctionARN'] === `${id}.FunctionARN`,
  );
  const { DomainName: host, OriginPath: prefix = '' } = origin as Readonly<Record<string, string>>;
  return {
    methods: chosen['AllowedMethods'] as readonly string[],
    protocol: String(chosen['ViewerProtocolPolicy']),
    cache: policy as Config | undefined,
    passedOn: chosen['OriginRequestPolicyId'] as string | undefined,
    target: (requested) => `https://${host}${prefix}${requested}`,
    code: edgeFunction?.Properties['FunctionCode'] as string | undefined,
  };
};
