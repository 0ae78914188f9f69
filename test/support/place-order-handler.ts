import type { RouteHandler } from '../../shared/http/http-handler.ts';
import { price } from './orders.ts';
import { toWire } from './stored-items.ts';

/** The public address of the API in the environment of `loadPlaceOrder`. */
export const API_URL = 'https://api.shop.test/v1';

/** Sets the environment of the function that places orders, and loads its handler. */
export const loadPlaceOrder = async (): Promise<RouteHandler> => {
  Object.assign(process.env, {
    TABLE_NAME: 'orders',
    PARTNERS_TABLE_NAME: 'partners',
    API_URL,
    STOCK_BY_SECONDS: '600',
    KEEP_DAYS: '3650',
    UNPAID_WITHIN_SECONDS: '3600',
    STAGE: 'test',
  });
  return (await import('../../functions/orders/lambdas/place-order.ts')).handler;
};

/** What DynamoDB answers when the function reads prices: the price of espresso. */
export const espressoPrice = () => ({
  body: { Responses: { orders: [toWire({ pk: 'price#espresso', ...price() })] } },
});
