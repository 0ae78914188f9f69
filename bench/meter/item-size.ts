import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item in DynamoDB's wire format. */
export type Item = Readonly<Record<string, AttributeValue>>;

const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8');

/**
 * Returns the size of a number: 1 byte for every two significant digits, plus 1 byte. AWS's page on item sizes calls
 * this approximate. DynamoDB also counts 1 byte for a minus sign, which the page does not mention.
 */
const numberSize = (text: string): number => {
  const [mantissa = '0'] = text.toLowerCase().split('e');
  const digits = mantissa.replace(/[-+.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
  return Math.ceil(digits.length / 2) + 1 + (text.startsWith('-') ? 1 : 0);
};

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);

/** Overhead in bytes of a list or a map, and of each of its elements. */
const CONTAINER = 3;
const ELEMENT = 1;

/** Size of a value in bytes, without the attribute name. */
export const valueSize = (value: AttributeValue): number => {
  if (value.S !== undefined) return bytesOf(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return value.B.byteLength;
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.SS !== undefined) return sum(value.SS.map(bytesOf));
  if (value.NS !== undefined) return sum(value.NS.map(numberSize));
  if (value.BS !== undefined) return sum(value.BS.map(({ byteLength }) => byteLength));
  if (value.L !== undefined) return CONTAINER + sum(value.L.map((element) => ELEMENT + valueSize(element)));
  if (value.M !== undefined) {
    const entries = Object.entries(value.M);
    return CONTAINER + sum(entries.map(([name, entry]) => ELEMENT + bytesOf(name) + valueSize(entry)));
  }
  throw new TypeError(`Unknown type of attribute value: ${JSON.stringify(value)}`);
};

/**
 * Returns the size of an item in bytes for reads and writes: names and values, with the overhead of lists and maps
 * (developer guide, "DynamoDB item sizes and formats", CapacityUnitCalculations.html). The 100 bytes for each item that
 * the page also mentions are only for storage.
 */
export const itemSize = (item: Item): number =>
  sum(Object.entries(item).map(([name, value]) => bytesOf(name) + valueSize(value)));
