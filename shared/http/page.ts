import * as z from 'zod/mini';
import type { PageRequest } from '../kernel/page.ts';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '../errors.ts';

/** The query parameters `limit` and `cursor` of a list. By default, `limit` is `usual`. It may be at most `most`. */
const queryOf = (usual: number, most: number) => ({
  limit: z.prefault(
    z.pipe(
      z.pipe(z.string().check(z.regex(/^\d{1,3}$/, 'must be a whole number')), z.transform(Number)),
      z.int().check(z.minimum(1), z.maximum(most)),
    ),
    String(usual),
  ),
  cursor: z.optional(z.string().check(z.maxLength(2048))),
});

/** The query parameters of most lists. */
export const pageQuery = queryOf(20, 100);
/** The query parameters of a list whose items are large: a function's response may have at most 6 MB. */
export const shortPageQuery = queryOf(25, 25);

/** The schema of the response of most lists. */
export const pageOf = <Item extends z.core.$ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), nextCursor: z.optional(z.string()) });

/**
 * Reads a page of a list. Its cursors are signed, so that a caller cannot change them.
 * @param binding identifies the list and its caller. A cursor works only with the same binding.
 * @returns the page with a cursor, `nextCursor`, in place of its position `next`
 */
export const readPage = async <Read extends { readonly next?: string }>(
  cursors: Cursors,
  binding: string,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  list: (page: PageRequest) => Promise<Read>,
): Promise<Omit<Read, 'next'> & { readonly nextCursor?: string }> => {
  const after = cursor === undefined ? {} : { after: await cursors.open(cursor, binding) };
  const { next, ...page } = await list({ limit, ...after });
  return { ...page, ...(next === undefined ? {} : { nextCursor: await cursors.seal(next, binding) }) };
};

/**
 * Seals (signs) and opens (verifies) the cursors of lists. `binding` identifies the list and its caller, e.g.
 * `orders:alice:PAID`.
 */
export interface Cursors {
  seal(position: string, binding: string): Promise<string>;
  /** @throws AppError 400 `request.bad-cursor` for an altered cursor, or a cursor of another list or caller. */
  open(cursor: string, binding: string): Promise<string>;
}

const TAG_BYTES = 16;

/**
 * Cursors that contain the position and the first 16 bytes of an HMAC-SHA-256 (RFC 2104) over the position and its
 * binding. So a cursor can neither be forged nor be used for another caller's list.
 * @param secret reads the HMAC key. Called only when a cursor is sealed or opened.
 */
export const hmacCursors = (secret: () => Promise<string>): Cursors => {
  const tagOf = async (position: string, binding: string): Promise<Buffer> =>
    createHmac('sha256', await secret())
      .update(JSON.stringify([binding, position]))
      .digest()
      .subarray(0, TAG_BYTES);

  return {
    seal: async (position, binding) =>
      Buffer.concat([await tagOf(position, binding), Buffer.from(position, 'utf8')]).toString('base64url'),
    open: async (cursor, binding) => {
      const bytes = Buffer.from(cursor, 'base64url');
      const position = bytes.subarray(TAG_BYTES).toString('utf8');
      const tag = await tagOf(position, binding);
      const given = bytes.subarray(0, TAG_BYTES);
      if (given.length !== TAG_BYTES || !timingSafeEqual(given, tag)) {
        throw new AppError('invalid', 'request.bad-cursor', 'The cursor does not belong to this list', {
          fields: [{ pointer: '/query/cursor', detail: 'is not a cursor that this list gave you' }],
        });
      }
      return position;
    },
  };
};
