import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { accepted } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { systemIds } from '../../../shared/kernel/ids.ts';
import { defaultBus } from '../adapters/default-bus.ts';
import * as api from '../api.ts';
import { publishFeedback } from '../publish-feedback.ts';

const env = readEnv({ EVENT_SOURCE: text, CONFIGURATION_SET: text });
const publish = publishFeedback({
  publish: defaultBus(env.EVENT_SOURCE),
  configurationSet: env.CONFIGURATION_SET,
  now: systemClock,
  newId: systemIds,
});

export const handler = httpHandler(api.publishFeedback, async ({ body }) => accepted(await publish(body)));
