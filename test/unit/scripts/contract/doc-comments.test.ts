import { describe, expect, it } from '@jest/globals';
import { docComments } from '../../../../scripts/contract/doc-comments.ts';

const source = `
import * as z from 'zod/mini';

/** Money in cents. */
export const Amount = z.int();

const ofOrder = {
  /** Whose order it is. */
  customerId: z.string(),
};
const outcome = z.object({
  ...ofOrder,
  /** The total so far: { "cents" } or // less. */
  total: Amount,
}).check(z.refine(() => true));

/** A chair. */
const Chair = () =>
  z.strictObject({
    /** In centimetres. */
    height: z.int(),
  });

/** All events. */
export const shopEvents = {
  /**
   * An order
   * was placed.
   *
   * It waits.
   * @throws never
   */
  OrderPlaced: z.object({
    /** In which order the lines are. */
    lines: z.array(z.object({ /** A pattern such as /[{"'\`]/. */ name: z.string().check(z.regex(/[{"'\`]/)) })),
    amount: Amount,
  }),
  // Not a doc comment.
  OrderShipped: z.object({}),
  /* Neither. */
  OrderLost: z.object({}),
  /** Money went back. */
  Refunded: outcome,
} as const satisfies object;
`;

describe('the doc comments of a source', () => {
  const { at, pathsTo } = docComments([source, '/** Of another file. */\nconst other = 1;']);

  it('are those above constants, of all files', () => {
    expect([at('Amount'), at('shopEvents'), at('other')]).toEqual([
      'Money in cents.',
      'All events.',
      'Of another file.',
    ]);
  });

  it('are those above fields, in calls as well, without their tags', () => {
    expect(at('shopEvents.OrderPlaced')).toBe('An order was placed.\n\nIt waits.');
    expect(at('shopEvents.OrderPlaced.lines')).toBe('In which order the lines are.');
    expect(at('shopEvents.OrderPlaced.name')).toBeUndefined();
  });

  it('are also found where a field names a constant or spreads it', () => {
    expect(at('shopEvents.Refunded.total')).toBe('The total so far: { "cents" } or // less.');
    expect(at('shopEvents.Refunded.customerId')).toBe('Whose order it is.');
  });

  it('are also found in what a function returns', () => {
    expect([at('Chair'), at('Chair.height')]).toEqual(['A chair.', 'In centimetres.']);
  });

  it('are no comments of other kinds, and none of a neighbour', () => {
    expect(at('shopEvents.OrderShipped')).toBeUndefined();
    expect(at('shopEvents.OrderLost')).toBeUndefined();
    expect(at('shopEvents.OrderPlaced.amount')).toBeUndefined();
    expect(at('outcome')).toBeUndefined();
  });

  it('are found by the last name of their path', () => {
    expect(pathsTo('OrderPlaced')).toEqual(['shopEvents.OrderPlaced']);
    expect(pathsTo('OrderLost')).toEqual([]);
  });

  it('cannot be read from what is no TypeScript', () => {
    expect(() => docComments(['const = 1'])).toThrow(SyntaxError);
  });
});
