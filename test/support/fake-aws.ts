import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call to AWS, e.g. `DynamoDB.GetItem` with its parsed input. */
export interface AwsCall {
  /** Service and operation, e.g. `SQS.SendMessage`, `DynamoDB.PutItem`, `Events.PutEvents`. */
  readonly operation: string;
  /** The request as the SDK serialised it: JSON, or the form fields of the older query protocol. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** A response of AWS. A status of 400 or above is an error, and `__type` in the body names it. */
export interface AwsAnswer {
  readonly status?: number;
  readonly body?: unknown;
  /** The server accepts the call and never responds, like a hanging connection. */
  readonly silent?: true;
}

/** Returns the response to one call. `undefined` means success, with an empty body unless the SDK needs more. */
export type AwsScript = (call: AwsCall) => AwsAnswer | undefined;

/** A fake of AWS that records every call. A script determines the responses. */
export interface FakeAws {
  /** All calls since the last `reset` or `forget`, in order of arrival, including retries by the SDK. */
  readonly calls: readonly AwsCall[];
  inputsOf(operation: string): readonly Readonly<Record<string, unknown>>[];
  answer(script: AwsScript): void;
  forget(): void;
  reset(): void;
  close(): Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

/** `DynamoDB_20120810.GetItem` → `DynamoDB.GetItem`; `AmazonSQS.SendMessage` → `SQS.SendMessage`. */
const operationOf = (target: string): string => {
  const [service = '', operation = ''] = target.split('.');
  return `${service.replace(/_\d+$/, '').replace(/^(Amazon|AWS)/, '')}.${operation}`;
};

const callOf = (request: IncomingMessage, body: string): AwsCall => {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    return { operation: operationOf(target), input: JSON.parse(body) as Record<string, unknown> };
  }
  const [, ConnectionId] = /\/@connections\/([^/?]+)/.exec(request.url ?? '') ?? [];
  if (ConnectionId !== undefined) {
    const operation = request.method === 'DELETE' ? 'DeleteConnection' : 'PostToConnection';
    return { operation: `ApiGateway.${operation}`, input: { ConnectionId, Data: body } };
  }
  const fields = Object.fromEntries(new URLSearchParams(body));
  // The query protocol (SES, SNS) names the service only in the signature.
  const service = /\/([a-z0-9-]+)\/aws4_request/.exec(request.headers.authorization ?? '')?.[1] ?? 'unknown';
  return { operation: `${service}.${fields['Action'] ?? request.url}`, input: fields };
};

/** The response if the script returns `undefined`. The SDK verifies the digest in the response to `SendMessage`. */
const success = ({ operation, input }: AwsCall): AwsAnswer =>
  operation === 'SQS.SendMessage'
    ? {
        body: {
          MessageId: 'sent',
          MD5OfMessageBody: createHash('md5').update(String(input['MessageBody'])).digest('hex'),
        },
      }
    : {};

const send = (response: ServerResponse, call: AwsCall, { status = 200, body = {} }: AwsAnswer): void => {
  if (typeof body === 'string') {
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
    return;
  }
  const isQuery = 'Action' in call.input;
  const text = isQuery
    ? `<${String(call.input['Action'])}Response><${String(call.input['Action'])}Result/></${String(call.input['Action'])}Response>`
    : JSON.stringify(body);
  response
    .writeHead(status, { 'content-type': isQuery ? 'text/xml' : 'application/x-amz-json-1.0' })
    .end(text);
};

/**
 * Starts a loopback server that speaks AWS's JSON and query protocols, and points this process's SDK at it. Handlers
 * are tested end to end: the real handler, the real SDK, and the real HTTP requests. Start it before importing the
 * module under test (`await import(…)` in `beforeAll`), because clients read the environment when created.
 */
export const startFakeAws = async (): Promise<FakeAws> => {
  const calls: AwsCall[] = [];
  let script: AwsScript = () => undefined;
  const answerTo = (call: AwsCall): AwsAnswer => {
    try {
      return script(call) ?? success(call);
    } catch (error) {
      // Without a response, the call and its test would hang.
      return { status: 400, body: { __type: 'ScriptFailed', message: String(error) } };
    }
  };
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call = callOf(request, await bodyOf(request));
    calls.push(call);
    const answer = answerTo(call);
    if (answer.silent !== true) send(response, call, answer);
  };
  const server = createServer((request, response) => {
    void respond(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  return {
    calls,
    inputsOf: (operation) => calls.filter((call) => call.operation === operation).map(({ input }) => input),
    answer: (next) => {
      script = next;
    },
    forget: () => {
      calls.length = 0;
    },
    reset: () => {
      calls.length = 0;
      script = () => undefined;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
