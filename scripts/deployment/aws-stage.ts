import { rmSync } from 'node:fs';
import type { StageSettings, Target } from '../../infra/stage-config.ts';
import { localFile } from '../console/paths.ts';
import { synthesise, type Assembly, type Selected } from './cdk.ts';
import { checkedSettings, type AwsStage } from './stage.ts';
import { awsTarget } from './target.ts';

/** A stage on AWS: its settings, with the account and region that it is deployed to. */
export interface StageOnAws {
  readonly selected: Selected & { readonly target: Target };
  readonly settings: StageSettings;
}

/**
 * Checks the settings of a stage, then the credentials, before anything is changed.
 *
 * @param name the name of a sandbox, if several share an account
 * @throws Problem if settings are wrong or missing, or if credentials are missing or belong to another account
 */
export const stageOnAws = async (stage: AwsStage, name: string | undefined): Promise<StageOnAws> => {
  const { target: preferred } = checkedSettings(stage, { name });
  const target = await awsTarget(preferred?.region);
  return { selected: { stage, name, target }, settings: checkedSettings(stage, { name, target }) };
};

/** Synthesises the stacks of a stage on AWS into a new folder. */
export const assemblyOf = async ({ selected, settings }: StageOnAws): Promise<Assembly> => {
  const folder = localFile(`cdk-${settings.name}`);
  rmSync(folder, { recursive: true, force: true });
  await synthesise({ ...selected, output: folder });
  return { name: settings.name, folder, target: selected.target };
};
