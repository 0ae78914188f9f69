import type { StageFileSettings } from './settings-file.ts';
import { stages, type Stage, type Target } from './stage-types.ts';

/** What the settings depend on, in addition to the stage (`local`, `sandbox` or `production`). */
export interface StageChoice {
  /** The content of the settings file (infra/settings-file.ts). */
  readonly file?: unknown;
  /** Where the settings file is, for error messages. */
  readonly path?: string;
  /** The name of a sandbox, if several sandboxes share an account. */
  readonly name?: unknown;
  /** The account and region of the credentials, for a stage whose settings do not name them. */
  readonly target?: Target;
}

/** The settings that name an account or a region, directly or in an ARN. */
type Placed = Pick<StageFileSettings, 'account' | 'region' | 'domain' | 'shopDomain' | 'restoredTables'>;

/**
 * A stage's name. It has at most 10 characters, like `production`, because the names of Lambda functions contain it,
 * and those have at most 64 characters.
 */
const NAME = /^[a-z](?:[a-z0-9-]{0,8}[a-z0-9])?$/;

/** Words that the prefix of a user pool's domain cannot contain (Cognito developer guide, "Using your own domain"). */
const RESERVED = ['aws', 'amazon', 'cognito'];

/** @throws Error if the stage cannot have the name */
export const nameOf = (stage: Stage, given: unknown): string => {
  if (given === undefined || given === '') return stage;
  if (stage !== 'sandbox') throw new Error(`Only sandboxes have names. Leave out --name for stage ${stage}.`);
  if (typeof given !== 'string' || !NAME.test(given) || stages.some((known) => known === given)) {
    throw new Error(
      `${JSON.stringify(given)} cannot be the name of a sandbox. Use 1 to 10 lower-case letters, digits and hyphens, ` +
        `beginning with a letter, and not the name of a stage.`,
    );
  }
  const reserved = RESERVED.find((word) => given.includes(word));
  if (reserved !== undefined) {
    throw new Error(
      `${JSON.stringify(given)} cannot be the name of a sandbox, because Cognito refuses addresses that contain ` +
        `"${reserved}". Use another name.`,
    );
  }
  return given;
};

/** The setting with the distribution's certificate. The certificate must be in us-east-1 on every stage. */
const SHOP_CERTIFICATE = 'shopDomain.certificateArn';

/** Returns the settings that are ARNs, each with its path below the stage's key in the settings file. */
const arnsIn = ({
  domain,
  shopDomain,
  restoredTables = {},
}: Placed): readonly (readonly [string, string])[] => [
  ...(domain === undefined ? [] : [['domain.certificateArn', domain.certificateArn] as const]),
  ...(shopDomain === undefined ? [] : [[SHOP_CERTIFICATE, shopDomain.certificateArn] as const]),
  ...Object.entries(restoredTables).map(
    ([service, { streamArn }]) => [`restoredTables.${service}.streamArn`, streamArn] as const,
  ),
];

/** @throws Error that lists the ARNs which the stage cannot use, because of their account or region */
const checkArns = (stage: Stage, settings: Placed, target: Partial<Target>, path: string): void => {
  const problems = arnsIn(settings).flatMap(([name, arn]) => {
    const [, , , region, account] = arn.split(':');
    const found = { account, region };
    return (['account', 'region'] as const)
      .filter((part) => part === 'account' || name !== SHOP_CERTIFICATE)
      .filter((part) => target[part] !== undefined && found[part] !== target[part])
      .map((part) => `  ${stage}.${name}: is in ${part} ${found[part]}, but the stage is in ${target[part]}`);
  });
  if (problems.length === 0) return;
  throw new Error(
    `${path} names resources that the stage cannot use. Name one in the stage's account and region:\n${problems.join('\n')}`,
  );
};

/**
 * The account and the region of a stage, as far as they are known.
 *
 * @param given the account and region of the credentials
 * @param path where the settings are, for the error
 * @throws Error if the settings contain an account or a region, and the credentials belong to another one
 * @throws Error if an ARN in the settings belongs to another account or region than the stage. The shop's certificate
 *   may be in another region
 */
export const targetOf = (
  stage: Stage,
  settings: Placed,
  given: Target | undefined,
  path: string,
): Partial<Target> | undefined => {
  const target = { ...given };
  for (const part of ['account', 'region'] as const) {
    const wanted = settings[part];
    if (wanted === undefined) continue;
    if (given !== undefined && given[part] !== wanted) {
      throw new Error(
        `Stage ${stage} belongs to ${part} ${wanted} (${path}), but the credentials are for ${given[part]}. ` +
          `Choose other credentials (AWS_PROFILE, AWS_REGION), or change the settings of the stage.`,
      );
    }
    target[part] = wanted;
  }
  checkArns(stage, settings, target, path);
  return Object.keys(target).length === 0 ? undefined : target;
};
