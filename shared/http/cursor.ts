import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '../errors.ts';

/** Seals and opens the cursors of lists. `binding` says whose list it is, e.g. `orders:alice:PAID`. */
export interface Cursors {
  seal(position: string, binding: string): Promise<string>;
  /** @throws AppError 400 `request.bad-cursor` for one that was altered, or that belongs to another list or caller. */
  open(cursor: string, binding: string): Promise<string>;
}

const TAG_BYTES = 16;

/**
 * Opaque, tamper-proof cursors: the position and an HMAC-SHA-256 (RFC 2104) over it and its binding, so that a cursor
 * can neither be made up nor carried over to another caller's list.
 * @param secret answers the key; asked once it is needed, so a list's first page needs no secret.
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
        throw new AppError('invalid', 'request.bad-cursor', 'The cursor is not one of this list', {
          fields: [{ pointer: '/query/cursor', detail: 'is not a cursor that this list gave you' }],
        });
      }
      return position;
    },
  };
};
