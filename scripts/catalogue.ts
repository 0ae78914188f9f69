/** A product of the demo shop, a small coffee roastery with a bakery. `unitAmount` is in euro cents. */
export type CatalogueEntry = {
  productId: string;
  name: string;
  description: string;
  unitAmount: number;
  /** The units that are in stock when the demo shop is created. */
  stock: number;
};

export const currency = 'EUR';

export const catalogue: readonly CatalogueEntry[] = [
  {
    productId: 'espresso-nocturne-250',
    name: 'Espresso Nocturne, 250 g',
    description: 'Dark chocolate, roasted hazelnut and a long, calm finish. Roasted on Tuesdays.',
    unitAmount: 1190,
    stock: 120,
  },
  {
    productId: 'ethiopia-guji-250',
    name: 'Ethiopia Guji, 250 g',
    description: 'Washed heirloom beans: jasmine, bergamot and ripe apricot. Lovely as filter coffee.',
    unitAmount: 1490,
    stock: 80,
  },
  {
    productId: 'colombia-huila-250',
    name: 'Colombia Huila, 250 g',
    description: 'Red apple, caramel and a round body. The one to begin with.',
    unitAmount: 1290,
    stock: 100,
  },
  {
    productId: 'decaf-chiapas-250',
    name: 'Decaf Chiapas, 250 g',
    description: 'Decaffeinated with mountain water; cocoa and orange peel. For the second pot.',
    unitAmount: 1350,
    stock: 60,
  },
  {
    productId: 'cold-brew-bottle',
    name: 'Cold brew, 0.5 l',
    description: 'Steeped for eighteen hours, bottled in glass. Serve over ice with a slice of orange.',
    unitAmount: 690,
    stock: 48,
  },
  {
    productId: 'sourdough-country-loaf',
    name: 'Country sourdough, 1 kg',
    description: 'Wheat and rye, twenty-four hours of rest, a crackling crust.',
    unitAmount: 620,
    stock: 40,
  },
  {
    productId: 'butter-croissant',
    name: 'Butter croissant',
    description: 'Twenty-seven layers of French butter, baked each morning at six.',
    unitAmount: 290,
    stock: 150,
  },
  {
    productId: 'cardamom-bun',
    name: 'Cardamom bun',
    description: 'Soft, twisted, generous with freshly ground cardamom and pearl sugar.',
    unitAmount: 340,
    stock: 90,
  },
  {
    productId: 'almond-financier',
    name: 'Almond financier',
    description: 'Browned butter, toasted almonds, crisp at the edge. Two bites, no regrets.',
    unitAmount: 240,
    stock: 110,
  },
  {
    productId: 'lemon-poppy-cake',
    name: 'Lemon and poppy seed cake',
    description: 'A whole loaf cake with a sharp lemon glaze, enough for eight.',
    unitAmount: 1890,
    stock: 18,
  },
  {
    productId: 'stoneware-mug',
    name: 'Stoneware mug, 250 ml',
    description: 'Thrown by hand in the village next door; no two glazes are alike.',
    unitAmount: 2400,
    stock: 30,
  },
  {
    productId: 'pour-over-dripper',
    name: 'Pour-over dripper',
    description: 'Porcelain, spiral ribs, for one to three cups. Fits every mug.',
    unitAmount: 2950,
    stock: 25,
  },
  {
    productId: 'hand-grinder',
    name: 'Hand grinder',
    description: 'Steel conical burrs and thirty settings: quiet enough for early mornings.',
    unitAmount: 8900,
    stock: 12,
  },
  {
    productId: 'breakfast-box',
    name: 'Sunday breakfast box',
    description: 'Six croissants, a country loaf, apricot jam and 250 g of Colombia Huila.',
    unitAmount: 3450,
    stock: 20,
  },
];
