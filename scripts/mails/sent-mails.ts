import { readFileSync } from 'node:fs';
import { get as getOpen } from 'node:http';
import { get as getByTls } from 'node:https';
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { Problem } from '../console/problem.ts';
import { accessTo } from '../emulator/access.ts';

/** A mail that was given to the emulator's SES. */
const SentMail = z.object({
  To: z.array(z.string()),
  Source: z.string(),
  Subject: z.string(),
  BodyHtml: z.nullish(z.string()),
  BodyText: z.nullish(z.string()),
  /** Seconds since 1970. */
  Timestamp: z.number(),
});
export type SentMail = z.infer<typeof SentMail>;

/** What the emulator answers: mails by account, oldest first. */
const Answer = z.object({ messages: z.record(z.string(), z.array(SentMail)) });

/** Where the emulator lists the mails that it was given. */
const PATH = '/_ministack/ses/messages';

/** How long the emulator may take to answer, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Reads a document from the emulator. Over TLS, this function trusts only the emulator's own certificate. */
const read = async (url: string): Promise<{ status: number | undefined; body: string }> => {
  const { certificateFile } = accessTo(new URL(url).origin);
  const timeout = AbortSignal.timeout(PATIENCE_MS);
  return new Promise((resolve, reject) => {
    const request =
      certificateFile === undefined
        ? getOpen(url, { signal: timeout })
        : getByTls(url, { signal: timeout, ca: readFileSync(certificateFile) });
    request.on('error', reject).on('response', (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
    });
  });
};

/**
 * The mails that the emulator has accepted, newest first. Restored data includes the mails of earlier starts.
 * @param endpoint the emulator's address
 * @throws Problem if the emulator does not list its mails
 */
export const sentMails = async (endpoint: string): Promise<readonly SentMail[]> => {
  const { status, body } = await read(`${endpoint}${PATH}`);
  if (status !== 200) {
    throw new Problem(`The emulator at ${endpoint} has no ${PATH}. On LocalStack, mails are at /_aws/ses.`);
  }
  const { messages } = Answer.parse(JSON.parse(body));
  return Object.values(messages)
    .flat()
    .toSorted((one, other) => other.Timestamp - one.Timestamp);
};
