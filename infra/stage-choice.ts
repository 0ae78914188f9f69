import type { StageFileSettings } from './settings-file.ts';
import { stages, type Stage, type Target } from './stage-types.ts';

/** What selects a stage beyond its name. */
export interface StageChoice {
  /** The content of the settings file (infra/settings-file.ts). */
  readonly file?: unknown;
  /** Where the settings file is, for error messages. */
  readonly path?: string;
  /** The name of a sandbox, if several share an account. */
  readonly name?: unknown;
  /** The account and region of the credentials, for a stage whose settings do not name them. */
  readonly target?: Target;
}

/** At most 10 characters, as `production`, because names of functions have at most 64. */
const NAME = /^[a-z](?:[a-z0-9-]{0,8}[a-z0-9])?$/;

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
  return given;
};

/** @throws Error if the credentials are for another account or region than the settings. */
export const targetOf = (
  stage: Stage,
  { account, region }: StageFileSettings,
  given: Target | undefined,
): Target | undefined => {
  const target = { account: account ?? given?.account, region: region ?? given?.region };
  for (const part of ['account', 'region'] as const) {
    if (given !== undefined && given[part] !== target[part]) {
      throw new Error(
        `Stage ${stage} belongs to ${part} ${target[part]}, but the credentials are for ${given[part]}. ` +
          `Choose other credentials (AWS_PROFILE, AWS_REGION), or change the settings of the stage.`,
      );
    }
  }
  return target.account === undefined || target.region === undefined
    ? undefined
    : { account: target.account, region: target.region };
};
