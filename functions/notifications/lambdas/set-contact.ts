import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { jitteredPause } from '../../../shared/kernel/contention.ts';
import { dynamoContactStore } from '../adapters/dynamo-contact-store.ts';
import { textNumbersIn } from '../adapters/text-numbers.ts';
import * as api from '../api.ts';
import { setContact } from '../set-contact.ts';

const env = readEnv({ TABLE_NAME: text, TEXT_NUMBERS: text });
const set = setContact({
  contacts: dynamoContactStore(documentClient, env.TABLE_NAME),
  numbers: textNumbersIn(env.TEXT_NUMBERS),
  now: systemClock,
  pause: jitteredPause,
});

export const handler = httpHandler(api.setContact, async ({ caller, body: { email, phone, channels } }) =>
  ok(
    await set(caller, {
      ...(email === undefined ? {} : { email }),
      ...(phone === undefined ? {} : { phone }),
      channels,
    }),
  ),
);
