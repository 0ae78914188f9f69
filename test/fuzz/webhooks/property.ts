import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import * as fc from 'fast-check';
import type { OwnMessages } from '../../../shared/messaging/consumer.ts';
import { lambdaContext } from '../../support/lambda-events.ts';
import type { ShellWorld } from '../../support/shell-world.ts';
import { ACCEPTED_BY_SQS } from '../consumers/delivery.ts';
import { fitsItsSchema } from '../consumers/verdict.ts';
import { AMPLE_MS, Finding, type Counts } from '../findings.ts';
import { inTime } from '../in-time.ts';
import { bodiesOf, type Body, type Provider } from './bodies.ts';
import { signed, signings, type Signing } from './signing.ts';

export type Receive = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

/** The forms in which API Gateway passes on a body, and wrong forms. Half of the bodies are plain text. */
const encodings = [
  'plain',
  'plain',
  'plain',
  'base64',
  'base64-without-flag',
  'flag-without-base64',
] as const;

interface Webhook {
  readonly body: Body;
  readonly signing: Signing;
  readonly encoding: (typeof encodings)[number];
}

const inBase64 = (text: string): string => Buffer.from(text).toString('base64');
/** The text that a receiver reads if this text is sent as UTF-8. */
const asUtf8 = (text: string): string => Buffer.from(text).toString('utf8');

/** The body as API Gateway passes it on, and the text that the function then reads. */
const encoded = ({ body: { text }, encoding }: Webhook) => {
  const isBase64Encoded = encoding === 'base64' || encoding === 'flag-without-base64';
  const body = encoding.startsWith('base64') ? inBase64(text) : text;
  const arriving = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  const isWhole = arriving.toString('utf8') === asUtf8(text);
  return { body, isBase64Encoded, isWhole, bytes: arriving.length };
};

const eventOf = (parts: Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded' | 'headers'>) =>
  ({
    httpMethod: 'POST',
    resource: '/webhooks/payments',
    path: '/webhooks/payments',
    pathParameters: null,
    queryStringParameters: null,
    requestContext: { stage: 'v1', apiId: 'api' },
    ...parts,
  }) as unknown as APIGatewayProxyEvent;

const MAX_BYTES = 64 * 1024;
/** For each status of the route's responses, the error code that the response must contain. */
const codes: Readonly<Record<number, string | undefined>> = {
  200: undefined,
  400: 'webhook.malformed',
  401: 'webhook.invalid-signature',
  413: 'request.too-large',
};

/**
 * Checks a response.
 * @throws Finding if the property does not hold
 */
const check = (
  webhook: Webhook,
  { isSigned, bytes, mayRefuseId }: Expected,
  answer: Answer,
  own: OwnMessages,
) => {
  const { body, signing } = webhook;
  const { status, code, messages } = answer;
  const what = `${body.note}, signed ${signing.way}, ${webhook.encoding}: ${status} ${code ?? ''}`;
  const broken = (why: string) => new Finding('broken', `${why}: ${what}`);
  if (status >= 500) throw new Finding('crashes', `the failure is not classified: ${what}`);
  if (!(status in codes) || codes[status] !== code) throw broken('the answer is not declared');
  if (status !== 200 && messages.length > 0)
    throw new Finding('effects', `a refused webhook is queued: ${what}`);
  if (bytes > MAX_BYTES) {
    if (status !== 413) throw broken('the body is too large');
    return;
  }
  if (isSigned === false && status !== 401) throw new Finding('effects', `nobody has signed it: ${what}`);
  if (isSigned === true && status === 401) throw broken('a signed webhook is refused');
  if (messages.length > 1) throw broken('several messages are queued');
  if (body.claim === 'invalid' && messages.length > 0) {
    throw new Finding('effects', `an invalid webhook is queued: ${what}`);
  }
  for (const message of messages) {
    if (!ACCEPTED_BY_SQS.test(message)) throw broken('SQS does not accept the message');
    if (!fitsItsSchema('payments-inbox', own, message)) throw broken('the inbox cannot read the message');
  }
  if (body.claim !== 'valid' || isSigned !== true) return;
  // An id that is too long for events, or that a queue cannot keep, may be refused. Every other webhook must be
  // accepted.
  if (status === 400 && mayRefuseId) return;
  const types = messages.map((message) => (JSON.parse(message) as { readonly type: string }).type);
  const expected = body.becomes === 'nothing' ? [] : [body.becomes];
  if (status !== 200 || types.join() !== expected.join()) throw broken(`it becomes ${types.join()}`);
};

interface Expected {
  readonly isSigned: boolean | 'open';
  /** The size of the body that arrives. */
  readonly bytes: number;
  /** Whether the webhook has an id that is too long for events, or that a queue cannot keep. */
  readonly mayRefuseId: boolean;
}

const isUuid = (id: string): boolean => /^[0-9a-f-]{36}$/.test(id);

interface Answer {
  readonly status: number;
  readonly code: string | undefined;
  /** The bodies of the messages that were sent to the inbox of the payments service. */
  readonly messages: readonly string[];
}

/**
 * The property of the route for webhooks: every body, signed in any way, is accepted (200) or refused with a declared
 * code. Only a webhook that the provider has signed has an effect: the route sends at most one message, and the inbox
 * can read this message.
 */
export const webhookProperty = (
  provider: Provider,
  receive: Receive,
  { aws, lines }: ShellWorld,
  own: OwnMessages,
) => {
  const webhooks: fc.Arbitrary<Webhook> = fc.record({
    body: bodiesOf(provider),
    signing: signings,
    encoding: fc.constantFrom(...encodings),
  });
  return (counts: Counts) =>
    fc.asyncProperty(webhooks, async (webhook) => {
      const { isWhole, bytes, ...sent } = encoded(webhook);
      const { isSigned, statusCode, body } = await inTime(async () => {
        aws.forget();
        lines.reset();
        const { headers, isSigned } = signed(provider, webhook.body.text, webhook.signing);
        return { isSigned, ...(await receive(eventOf({ ...sent, headers }), lambdaContext(AMPLE_MS))) };
      });
      counts.cases += 1;
      const { code } = JSON.parse(body) as { readonly code?: string };
      const messages = aws.inputsOf('SQS.SendMessage').map(({ MessageBody }) => String(MessageBody));
      const answer = { status: statusCode, code, messages };
      const mayRefuseId = provider === 'simulator' && !isUuid(webhook.signing.id);
      check(webhook, { isSigned: isWhole && isSigned, bytes, mayRefuseId }, answer, own);
      const rejections = lines.metrics().filter((line) => line['WebhooksRejected'] === 1).length;
      if (rejections !== Number(statusCode === 400 || statusCode === 401)) {
        throw new Finding('broken', `${statusCode} counts ${rejections} rejections`);
      }
      if (/whsec_|v1[,=]/.test(lines.text()))
        throw new Finding('broken', 'a log line has a secret or a signature');
      counts[statusCode === 200 ? 'valid' : 'invalid'] += 1;
    });
};
