import { readEnv, text } from '../../../shared/config/env.ts';
import { createHandler } from './handler.ts';

const env = readEnv({ STAGE: text, VERSION: text });

export const handler = createHandler({ stage: env.STAGE, version: env.VERSION });
