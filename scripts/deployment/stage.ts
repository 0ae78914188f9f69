import { join } from 'node:path';
import { readSettingsFile, SETTINGS_FILE } from '../../infra/settings-file.ts';
import {
  stages,
  stageSettings,
  type Stage,
  type StageChoice,
  type StageSettings,
} from '../../infra/stage-config.ts';
import { projectRoot } from '../console/paths.ts';
import { Problem } from '../console/problem.ts';

export { stages, type Stage };

/** Stages in an AWS account. `npm start` deploys the local stage. */
export const awsStages = ['sandbox', 'production'] as const satisfies readonly Stage[];

export type AwsStage = (typeof awsStages)[number];

/** The path of the settings file: `ORDERLY_SETTINGS`, or the one in the project's root. */
export const settingsPath = (): string => process.env['ORDERLY_SETTINGS'] ?? join(projectRoot, SETTINGS_FILE);

/**
 * The settings of a stage, checked before anything else happens.
 * @throws Problem about settings that are wrong or missing
 */
export const checkedSettings = (stage: Stage, choice: Omit<StageChoice, 'file'> = {}): StageSettings => {
  try {
    return stageSettings(stage, process.env, { file: readSettingsFile(settingsPath()), ...choice });
  } catch (error) {
    throw new Problem(error instanceof Error ? error.message : String(error));
  }
};

/** Checks the value of `--stage`. @throws Problem if it is missing or not allowed */
export const chooseStage = <S extends Stage>(
  value: string | undefined,
  allowed: readonly S[],
  usage: string,
): S => {
  const stage = allowed.find((known) => known === value);
  if (stage) return stage;
  if (value === undefined) throw new Problem(`--stage is missing.\n\n${usage}`);
  const hint = value === 'local' ? '\n"npm start" deploys the local stage.' : '';
  throw new Problem(`Stage "${value}" is not one of ${allowed.join(', ')}.${hint}\n\n${usage}`);
};
