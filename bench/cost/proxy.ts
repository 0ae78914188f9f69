import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Item } from '../meter/item-size.ts';
import type { Meter } from '../meter/meter.ts';
import { namePrefix } from './functions.ts';
import { callerOf, countCall, isForProvider, noCalls, reachesRelay, type CountedCalls } from './requests.ts';

/** A proxy that counts the requests to the emulator. */
export interface MeteringProxy {
  readonly endpoint: string;
  /** Requests of each function so far, by its name without the stage prefix. */
  readonly calls: ReadonlyMap<string, CountedCalls>;
  close(): void;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

const bodyOf = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** An error response of DynamoDB, with the name that the SDK's error would have. */
class Refused extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    const { __type = '' } = JSON.parse(answer.body.toString('utf8')) as { readonly __type?: string };
    super(__type);
    this.name = __type.slice(__type.indexOf('#') + 1);
    this.answer = answer;
  }
}

/** Parses a request or a response of DynamoDB. Bytes are base64 in JSON, but the meter expects bytes, as in the SDK. */
const parsed = (text: string): object =>
  JSON.parse(text, (name, value: unknown) =>
    name === 'B' && typeof value === 'string' ? Buffer.from(value, 'base64') : value,
  ) as object;

interface Page {
  readonly Items?: readonly Item[];
}

/** Converts a page of items to the form that a document client returns, because the meter expects that form. */
const plain = (operation: string, output: Page): object =>
  operation === 'Query' || operation === 'Scan'
    ? { ...output, Items: output.Items?.map((item) => unmarshall(item)) }
    : output;

/**
 * Starts a proxy between functions and an emulator. The proxy meters DynamoDB requests to Orderly's tables. It counts
 * the requests to the payment provider, and those that send events, messages, mails or text messages. The proxy
 * forwards every request unchanged.
 * @param isOurs true for a request that names a table or a queue of Orderly, not of the simulators
 */
export const startProxy = async (
  emulator: string,
  meter: Meter,
  isOurs: (body: string) => boolean,
): Promise<MeteringProxy> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const calls = new Map<string, CountedCalls>();
  const callsOf = ({ url, headers }: IncomingMessage): CountedCalls => {
    const caller = callerOf(url, headers['user-agent']);
    const counted = calls.get(caller) ?? noCalls();
    calls.set(caller, counted);
    return counted;
  };
  const { hostname, port } = new URL(emulator);

  const forward = (incoming: IncomingMessage, body: Buffer): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { method, url: path, headers } = incoming;
      const outgoing = request({ hostname, port, agent, method, path, headers }, (answer) => {
        bodyOf(answer).then(
          (read) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: read }),
          reject,
        );
      });
      outgoing.once('error', reject);
      outgoing.end(body);
    });

  const metered = async (operation: string, incoming: IncomingMessage, body: Buffer): Promise<Answer> => {
    let answer: Answer | undefined;
    const counted = callsOf(incoming);
    counted.dynamoCalls += 1;
    try {
      const send = async (): Promise<object> => {
        answer = await forward(incoming, body);
        if (answer.status >= 300) throw new Refused(answer);
        return plain(operation, parsed(answer.body.toString('utf8')));
      };
      await meter.around(operation, parsed(body.toString('utf8')), send, (table, item) => {
        if (reachesRelay(table.replace(namePrefix, ''), item)) counted.relayRecords += 1;
      });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return error.answer;
    }
    if (answer === undefined) throw new Error(`${operation} ended without an answer`);
    return answer;
  };

  const handle = async (incoming: IncomingMessage): Promise<Answer> => {
    const body = await bodyOf(incoming);
    const text = body.toString('utf8');
    const target = incoming.headers['x-amz-target'];
    const name = typeof target === 'string' ? target : '';
    const operation = name === '' ? (new URLSearchParams(text).get('Action') ?? '') : name.split('.')[1];
    if (name.startsWith('DynamoDB_') && isOurs(text)) return metered(operation ?? '', incoming, body);
    const counted = callsOf(incoming);
    if (isForProvider(incoming.url)) counted.providerCalls += 1;
    else countCall(counted, operation ?? '', text, !isOurs(text));
    return forward(incoming, body);
  };

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    try {
      const { status, headers, body } = await handle(incoming);
      const { 'transfer-encoding': _chunked, connection: _connection, ...rest } = headers;
      outgoing.writeHead(status, { ...rest, 'content-length': body.length }).end(body);
    } catch (error) {
      process.stderr.write(`The metering proxy failed: ${String(error)}\n`);
      outgoing.writeHead(502).end();
    }
  };
  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: () => {
      server.closeAllConnections();
      server.close();
      agent.destroy();
    },
  };
};
