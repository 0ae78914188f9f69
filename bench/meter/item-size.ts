import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item as it travels to and from DynamoDB. */
export type Item = Readonly<Record<string, AttributeValue>>;

const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8');

/**
 * A number's size: 1 byte for two significant digits, and 1 more. AWS calls that approximate; a minus sign takes a further
 * byte on the service, which its page leaves out, and which is counted here.
 */
const numberSize = (text: string): number => {
  const [mantissa = '0'] = text.toLowerCase().split('e');
  const digits = mantissa.replace(/[-+.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
  return Math.ceil(digits.length / 2) + 1 + (text.startsWith('-') ? 1 : 0);
};

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);

/** Overhead of a list or a map, and of each of its elements. */
const CONTAINER = 3;
const ELEMENT = 1;

/** A value's size in bytes, without the name of its attribute. */
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
  throw new TypeError(`An attribute value of no known type: ${JSON.stringify(value)}`);
};

/**
 * An item's size in bytes as DynamoDB counts it for reads and writes: names and values, with the overhead of lists and
 * maps (developer guide, "DynamoDB item sizes and formats", CapacityUnitCalculations.html). The 100 bytes for each item on
 * that page are for storage alone.
 */
export const itemSize = (item: Item): number =>
  sum(Object.entries(item).map(([name, value]) => bytesOf(name) + valueSize(value)));
