import * as z from 'zod/mini';
import type { Route } from '../../../shared/http/route.ts';
import { queryOf, type GeneratedRequest, type Sender } from './generated.ts';

/** The parts of a request that the handler of a route gets. */
export interface Read {
  readonly path: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

const MAX_BYTES = 64 * 1024;

const rank: readonly Sender[] = ['customer', 'staff', 'admin'];

/** True if the sender may call the route. `admin` includes `staff`, and everyone who is signed in is a customer. */
const isAdmitted = ({ auth }: Route, sender: Sender): boolean => {
  if (auth === 'public') return true;
  if (auth === 'secret-key') return sender === 'key';
  const needed = rank.indexOf(auth);
  return needed !== -1 && rank.indexOf(sender) >= needed;
};

/** True if tables and queues keep all texts of the value unchanged, including the names of its fields. */
const isStorable = (value: unknown): boolean => {
  const texts: string[] = [];
  // A loop and not a recursion, because values may be nested very deeply.
  const open: unknown[] = [value];
  for (let next = open.pop(); open.length > 0 || next !== undefined; next = open.pop()) {
    if (typeof next === 'string') texts.push(next);
    if (typeof next === 'object' && next !== null) {
      if (!Array.isArray(next)) texts.push(...Object.keys(next));
      open.push(...Object.values(next).filter((one) => one !== undefined));
    }
  }
  return texts.every((text) => text.isWellFormed() && !/[\uFFFE\uFFFF]/.test(text));
};

const NOTHING = Symbol('refused');

const parse = (schema: z.core.$ZodType, value: unknown): unknown => {
  const result = z.safeParse(schema, value);
  return result.success ? result.data : NOTHING;
};

const bodyOf = ({ route, body: { text }, contentType }: GeneratedRequest): unknown => {
  if (route.body === undefined) return undefined;
  const arriving = Buffer.from(text).toString('utf8');
  if (Buffer.byteLength(text) > MAX_BYTES) return NOTHING;
  if (arriving === '') return parse(route.body, {});
  if (!/^application\/json(\s*;.*)?$/i.test(contentType ?? '')) return NOTHING;
  try {
    const value: unknown = JSON.parse(arriving);
    return isStorable(value) ? parse(route.body, value) : NOTHING;
  } catch {
    return NOTHING;
  }
};

/** What the route's handler should get from a request. `undefined` if the request should be refused. */
export const expectedOf = (request: GeneratedRequest): Read | undefined => {
  const { route, idempotencyKey, sender } = request;
  if (!isAdmitted(route, sender)) return undefined;
  if (route.idempotencyKey === 'required' && idempotencyKey === undefined) return undefined;
  if (route.idempotencyKey !== undefined && !/^[\x21-\x7e]{1,255}$/.test(idempotencyKey ?? 'none'))
    return undefined;
  const path = route.params && parse(route.params, request.path ?? {});
  const query = parse(queryOf(route), request.query ?? {});
  const body = bodyOf(request);
  return [path, query, body].includes(NOTHING) ? undefined : { path, query, body };
};
