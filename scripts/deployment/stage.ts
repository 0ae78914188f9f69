import { readSettingsFile } from '../../infra/settings-file.ts';
import {
  stages,
  stageSettings,
  type Stage,
  type StageChoice,
  type StageSettings,
} from '../../infra/stage-config.ts';
import { Problem } from '../console/problem.ts';

export { stages, type Stage };

/** Stages in an AWS account. `npm start` deploys the local stage. */
export const awsStages = ['sandbox', 'production'] as const satisfies readonly Stage[];

export type AwsStage = (typeof awsStages)[number];

/**
 * The settings of a stage, checked before anything else happens.
 * @throws Problem if settings are wrong or missing
 */
export const checkedSettings = (
  stage: Stage,
  choice: Omit<StageChoice, 'file' | 'path'> = {},
): StageSettings => {
  try {
    return stageSettings(stage, process.env, { ...readSettingsFile(process.env), ...choice });
  } catch (error) {
    throw new Problem(error instanceof Error ? error.message : String(error));
  }
};

/**
 * Checks the value of `--stage`.
 * @throws Problem if it is missing or not allowed
 */
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
