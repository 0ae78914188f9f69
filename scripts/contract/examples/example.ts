/** A request to a route, and its responses, as documents show them. */
export type Example = {
  path?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, unknown>>;
  body?: unknown;
  /** The body of the response, by status. */
  answers: Readonly<Record<string, unknown>>;
};

/** The examples of a service, by the name of the route. */
export type Examples = Readonly<Record<string, Example>>;

/** The ids and other values that the examples of all services share. */
export const shop = {
  productId: 'cardamom-bun',
  /**
   * A product that the demo shop does not have. So readers who try the examples that change it do not change the
   * products of the demo shop.
   */
  newProductId: 'rye-loaf',
  orderId: '5f0c8a52-3a0d-5d1e-9f6e-0c6b0f4b7a11',
  customerId: 'alice',
  /**
   * A customer whom no page and no command of the demo shop uses. So readers who try the example that erases this
   * customer lose no data of the demo shop.
   */
  otherCustomerId: 'zoe',
  email: 'alice@example.com',
  phone: '+4915112345678',
} as const;
