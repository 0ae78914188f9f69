import * as z from 'zod/mini';
import { ProductId } from '../../../shared/events/fields.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import type { GetProduct } from './get-product.ts';

const Path = z.strictObject({ productId: ProductId });

/** `GET /products/{productId}`: 200 `Product`, inactive ones too. */
export const createHandler = (getProduct: GetProduct) =>
  httpHandler({ auth: 'public', path: Path }, async ({ path }) => ok(await getProduct(path.productId)));
