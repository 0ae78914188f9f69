import { shop, type Examples } from './example.ts';

const { productId, newProductId } = shop;

const entry = {
  name: 'Cardamom bun',
  description: 'Baked this morning.',
  imageUrl: 'https://images.example.com/cardamom-bun.webp',
  unitAmount: 450,
  currency: 'EUR',
  active: true,
};
const product = { productId, ...entry, available: 40 };
const newEntry = {
  ...entry,
  name: 'Rye loaf',
  imageUrl: 'https://images.example.com/rye-loaf.webp',
};
const newProduct = { productId: newProductId, ...newEntry, available: 40 };

/** Examples of the routes about products and their stock. */
export const catalogueExamples: Examples = {
  listProducts: { query: { limit: 20 }, answers: { 200: { items: [product] } } },
  getProduct: { path: { productId }, answers: { 200: product } },
  putProduct: {
    path: { productId: newProductId },
    body: newEntry,
    answers: { 200: newProduct, 201: { ...newProduct, available: 0 } },
  },
  adjustStock: {
    path: { productId: newProductId },
    body: { change: 40, reason: 'Baked this morning.' },
    answers: { 200: newProduct },
  },
  checkStock: {
    path: { productId: newProductId },
    answers: {
      200: {
        productId: newProductId,
        received: 40,
        available: 40,
        openBatches: 0,
        reserved: 0,
        sold: 0,
        recordsRead: 120,
        result: 'AGREES',
      },
    },
  },
};
