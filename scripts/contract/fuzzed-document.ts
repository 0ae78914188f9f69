import type { JsonSchema } from './json-schema.ts';
import type { OpenApi } from './openapi.ts';

type Operation = { operationId: string; parameters?: { name: string; schema: JsonSchema }[] };

/** An id that no product has. */
const UNKNOWN_PRODUCT = 'no-such-product';

/** Links a response to the operations that use its `orderId` (OpenAPI 3.1, "Link Object"). */
const linksOf = (operations: readonly string[]) =>
  Object.fromEntries(
    operations.map((operationId) => [
      operationId,
      { operationId, parameters: { orderId: '$response.body#/orderId' } },
    ]),
  );

/**
 * Prepares the OpenAPI document for a run that sends random requests. The API refuses orders of random product ids, so
 * orders use the ids of real products, or one id that no product has. Links let later requests use the order that an
 * earlier request placed.
 */
export const fuzzedDocument = (document: OpenApi, productIds: readonly string[]): OpenApi => {
  const fuzzed = structuredClone(document);
  const productId = { type: 'string', enum: [...productIds, UNKNOWN_PRODUCT] };
  const operations = Object.values(fuzzed.paths).flatMap((item) =>
    Object.values(item),
  ) as unknown as Operation[];
  const ofOrders: string[] = [];
  for (const { operationId, parameters = [] } of operations) {
    for (const parameter of parameters) {
      if (parameter.name === 'orderId') ofOrders.push(operationId);
    }
  }
  const line = fuzzed.components['schemas']?.['PlaceOrderRequest'] as {
    properties: { items: { items: { properties: JsonSchema } } };
  };
  line.properties.items.items.properties['productId'] = productId;
  const placed = fuzzed.paths['/orders']?.['post'] as { responses: Record<string, JsonSchema> };
  placed.responses['202'] = { ...placed.responses['202'], links: linksOf(ofOrders) };
  return fuzzed;
};
