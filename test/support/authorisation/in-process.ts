import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { AwsCall, AwsScript, FakeAws } from '../fake-aws.ts';
import { apiEvent, lambdaContext } from '../lambda-events.ts';
import { conditionFailed } from '../aws-answers.ts';
import { savedItem, toWire } from '../stored-items.ts';
import type { Access } from './access.ts';
import { outcomeOf, unidentified, type MatrixCase } from './matrix.ts';
import type { MatrixRequest } from './requests.ts';

export type RouteHandler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

const functions = join(import.meta.dirname, '..', '..', '..', 'functions');

/** Loads the handler of a function, e.g. of `orders/place-order`. */
export const handlerOf = async (lambda: string): Promise<RouteHandler> => {
  const [service = '', entry = ''] = lambda.split('/');
  const { handler } = (await import(join(functions, service, 'lambdas', `${entry}.ts`))) as {
    readonly handler: RouteHandler;
  };
  return handler;
};

/** An item of a table by its key, or undefined if there is none. */
export type Items = (pk: string) => Readonly<Record<string, unknown>> | undefined;

type Key = Readonly<Record<string, { readonly S?: string }>>;

/**
 * The responses of AWS during a request of the matrix of all routes and all callers: these items, one dead letter, and
 * these secrets by their ARN.
 */
const script = (items: Items, secrets: Readonly<Record<string, string>>): AwsScript => {
  const found = (key: Key) => items(key['pk']?.S ?? '');
  let letters = [deadLetter];
  const answers: Readonly<Record<string, (input: AwsCall['input']) => unknown>> = {
    'DynamoDB.GetItem': ({ Key: key }) => {
      const item = found(key as Key);
      return item === undefined ? {} : { Item: toWire(item) };
    },
    'DynamoDB.BatchGetItem': ({ RequestItems }) => ({
      Responses: Object.fromEntries(
        Object.entries(RequestItems as Record<string, { Keys: readonly Key[] }>).map(([table, { Keys }]) => [
          table,
          Keys.map(found).flatMap((item) => (item === undefined ? [] : [toWire(item)])),
        ]),
      ),
    }),
    'DynamoDB.Query': () => ({ Items: [] }),
    'DynamoDB.UpdateItem': () => ({ Attributes: toWire({ tries: 1 }) }),
    'SQS.ReceiveMessage': () => {
      const Messages = letters;
      letters = [];
      return { Messages };
    },
    'secretsmanager.GetSecretValue': ({ SecretId }) => ({ SecretString: secrets[String(SecretId)] }),
  };
  return ({ operation, input }) => {
    const isUsedNonce = operation === 'DynamoDB.PutItem' && savedItem(input).pk.endsWith(USED_NONCE);
    if (isUsedNonce) return conditionFailed();
    const answer = answers[operation];
    return answer === undefined ? undefined : { body: answer(input) };
  };
};

const deadLetter = {
  MessageId: 'matrix',
  ReceiptHandle: 'handle',
  Body: '{}',
  MD5OfBody: createHash('md5').update('{}').digest('hex'),
  Attributes: { SentTimestamp: '1772355600000', ApproximateReceiveCount: '1' },
};

/**
 * The call that reads a secret. Functions cache secrets, so only the first request that needs a secret makes this call.
 * The call does not count as an effect.
 */
const READS_SECRET = 'secretsmanager.GetSecretValue';
/**
 * The table of partners. To verify a signed request, a function reads the partner's keys from this table, and records
 * the request's nonce in it. These calls do not count as effects.
 */
export const PARTNERS_TABLE = 'partners';
/** A nonce that counts as used before: the fake of AWS refuses to record it. */
export const USED_NONCE = 'used-before';
/** The only operation that a function may call before it responds that another customer's object does not exist. */
const READS_ITEM = 'DynamoDB.GetItem';

/** Everything that the requests of the matrix of all routes and all callers need in this process. */
export interface InProcess {
  readonly aws: FakeAws;
  readonly table: Readonly<Record<string, Access>>;
  readonly requests: Readonly<Record<string, MatrixRequest>>;
  readonly handlers: Readonly<Record<string, RouteHandler>>;
  readonly itemsFor: (route: string) => Items;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Parses a body as JSON. A body that is not JSON, such as a web page, stays text. */
const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
};

/**
 * Sends the request of a case.
 * @throws Error for a route without a request or a handler.
 */
export const sendInProcess = async (
  { aws, requests, handlers, itemsFor, secrets }: InProcess,
  { route, caller }: Pick<MatrixCase, 'route' | 'caller'>,
): Promise<APIGatewayProxyResult> => {
  const request = requests[route];
  const handler = handlers[route];
  if (request === undefined || handler === undefined) {
    throw new Error(`${route} has no request. Add one to test/support/authorisation/requests.ts.`);
  }
  const [, resource = ''] = route.split(' ');
  const sent = unidentified(route, request);
  const { headers = {}, query } = await caller.identify(sent);
  aws.reset();
  aws.answer(script(itemsFor(route), secrets));
  const event = apiEvent({
    method: sent.method,
    resource,
    ...(request.path === undefined ? {} : { path: request.path }),
    ...(query === undefined ? {} : { query }),
    ...(sent.body === '' ? {} : { body: sent.body }),
    headers: { 'content-type': 'application/json', ...sent.headers, ...headers },
  });
  return handler({ ...event, path: sent.path }, lambdaContext());
};

/**
 * Sends the request of a case, and returns its outcome. The outcome also names mistakes in the calls to AWS:
 * - If the function refuses the request, it must not have made a call. But before a 404, it may read items.
 * - If the function admits a caller with a valid identity, it must make the call in the field `does` of the request.
 */
export const answerInProcess =
  (world: InProcess) =>
  async (one: MatrixCase): Promise<string> => {
    const { statusCode, body } = await sendInProcess(world, one);
    const outcome = outcomeOf(world.table)({ status: statusCode, body: parsed(body) });
    const calls = world.aws.calls
      .filter(({ operation, input }) => operation !== READS_SECRET && input['TableName'] !== PARTNERS_TABLE)
      .map(({ operation }) => operation);
    if (outcome !== 'admitted') {
      const effects = outcome.startsWith('404') ? calls.filter((call) => call !== READS_ITEM) : calls;
      return effects.length === 0 ? outcome : `${outcome} after ${effects.join(', ')}`;
    }
    const does = world.requests[one.route]?.does;
    const isDone = does === undefined || calls.includes(does);
    // A route that admits anyone may refuse the request of a caller without an identity for another reason. So this
    // caller's request need not make the call.
    return isDone || typeof one.caller.standing === 'object'
      ? outcome
      : `status ${statusCode} without ${does}: ${body}`;
  };
