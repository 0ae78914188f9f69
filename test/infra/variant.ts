import type { Stage } from '../../infra/stage-config.ts';
import type { Synthesised } from './synthesised.ts';

/** The environment variable with the address of the server that setup.mjs starts. */
export const SYNTHESIS_URL = 'ORDERLY_SYNTHESIS_URL';

/** What a test can change of a stage. */
export interface VariantOptions {
  /** The name of a sandbox. */
  readonly name?: string;
  /** The content of the settings file. Default: the sample settings. */
  readonly file?: object;
}

/**
 * Synthesises a stage with other settings than `synthesised` has. The process that started Jest runs the synthesis,
 * because the AWS CDK is already loaded there.
 * @throws Error with the message of the AWS CDK if the stage cannot be synthesised
 */
export const variant = async (stage: Stage, options: VariantOptions = {}): Promise<Synthesised> => {
  const answer = await fetch(process.env[SYNTHESIS_URL] ?? '', {
    method: 'POST',
    body: JSON.stringify({ stage, options }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return JSON.parse(text) as Synthesised;
};
