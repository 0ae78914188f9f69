import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RouteHandler } from '../../../shared/http/http-handler.ts';
import { lambdaContext } from '../../support/lambda-events.ts';
import { API_URL, espressoPrice, loadPlaceOrder } from '../../support/place-order-handler.ts';
import { shellWorld } from '../../support/shell-world.ts';
import { eventOf } from '../../support/signing.ts';
import { savedItem } from '../../support/stored-items.ts';
import { createTokenIssuer } from '../../support/token-issuer.ts';

const world = shellWorld();
let handler: RouteHandler;
let authorization: string;

beforeAll(async () => {
  authorization = await (await createTokenIssuer()).bearer('alice');
  handler = await loadPlaceOrder();
});

/** Sends an order with these fields in addition to its lines. Returns the response, and the order that was written. */
const place = async (fields: Readonly<Record<string, string>>) => {
  world.aws.answer(({ operation }) => (operation === 'DynamoDB.BatchGetItem' ? espressoPrice() : undefined));
  const body = JSON.stringify({ items: [{ productId: 'espresso', quantity: 2 }], ...fields });
  const headers = { authorization, 'content-type': 'application/json' };
  const event = eventOf({ method: 'POST', url: `${API_URL}/orders`, body }, headers, API_URL);
  const { statusCode, body: answer } = await handler(event, lambdaContext());
  const written = world.aws.inputsOf('DynamoDB.PutItem').at(-1);
  return {
    status: statusCode,
    answer: JSON.parse(answer) as Readonly<Record<string, unknown>>,
    order: written === undefined ? {} : (savedItem(written) as { readonly state: object }).state,
  };
};

/** The optional texts of an order, each with a text of the greatest length. */
const texts: readonly (readonly [string, string])[] = [['note', 'x'.repeat(500)]];

describe.each(texts)('an order with a %s', (name, text) => {
  it('is stored with it, and shows it', async () => {
    const placed = await place({ [name]: text });
    expect(placed).toMatchObject({ status: 202, answer: { [name]: text }, order: { [name]: text } });
  });

  it('differs from an order without it, so a key that is used for both is refused', async () => {
    const { order } = await place({ [name]: 'a' });
    const { order: other } = await place({});
    expect(order).toHaveProperty('fingerprint', expect.stringMatching(/^.{22}$/));
    expect(other).not.toHaveProperty('fingerprint', (order as { readonly fingerprint: string }).fingerprint);
    expect(other).not.toHaveProperty(name);
  });

  it('is refused if it is longer than the limit', async () => {
    expect(await place({ [name]: `${text}x` })).toMatchObject({
      status: 400,
      answer: { code: 'request.invalid' },
    });
  });
});
