import { mailLinkOf, type Content, type Reference, type Table } from '../domain/notification.ts';

/** The least and the greatest width of a table's first column, in letters. A wider cell gets a line of its own. */
const NARROWEST = 28;
const WIDEST = 40;
/** The space between two columns. */
const GAP = '  ';

/** Unicode characters that control the direction of text. They take no space. */
const NO_SPACE = /[\u061C\u200E\u200F\u2066-\u2069]/g;
/** Characters that are twice as wide as a letter (UAX #11): East Asian characters, and emoji. */
const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\p{Emoji_Presentation}]/u;

/** The width of a text in a fixed-width font, in letters. */
const widthOf = (text: string): number => {
  const characters = new Intl.Segmenter('en').segment(text.replaceAll(NO_SPACE, ''));
  return Array.from(characters, ({ segment }): number => (WIDE.test(segment) ? 2 : 1)).reduce(
    (sum, width) => sum + width,
    0,
  );
};

const spaces = (count: number): string => ' '.repeat(Math.max(0, count));

/** A table with aligned columns: the first to the left, the others to the right. */
const tableText = ({ columns, rows, foot }: Table): string => {
  const all = [columns, ...rows, ...(foot === undefined ? [] : [foot])];
  const [names = [], ...amounts] = columns.map((_, column) => all.map((row) => widthOf(row[column] ?? '')));
  const first = Math.max(NARROWEST, ...names.filter((one) => one <= WIDEST));
  const others = amounts.map((those) => Math.max(...those));
  const line = ([name = '', ...amounts]: readonly string[]): string => {
    const aligned = amounts
      .map((amount, index) => `${GAP}${spaces((others[index] ?? 0) - widthOf(amount))}${amount}`)
      .join('');
    const isLong = widthOf(name) > first;
    return `${name}${isLong ? `\n${spaces(first)}` : spaces(first - widthOf(name))}${aligned}`;
  };
  const rule = '-'.repeat(others.reduce((sum, width) => sum + GAP.length + width, first));
  return [line(columns), rule, ...rows.map(line), ...(foot === undefined ? [] : [rule, line(foot)])].join(
    '\n',
  );
};

/**
 * Renders an e-mail as plain text. The text has the same content as the HTML, with the link on a line of its own.
 * @param ordersUrl see `mailLinkOf`
 */
export const mailText = (content: Content, reference: Reference, ordersUrl?: string): string => {
  const { subject, paragraphs, highlight, lines = [], table, remark } = content;
  const link = mailLinkOf(content, reference, ordersUrl);
  return [
    subject,
    ...paragraphs,
    ...(highlight === undefined ? [] : [`${highlight.label}: ${highlight.value}`]),
    ...(lines.length === 0 ? [] : [lines.map((line) => `- ${line}`).join('\n')]),
    ...(table === undefined ? [] : [tableText(table)]),
    ...(link === undefined ? [] : [`${link.label}:\n${link.url}`]),
    ...(remark === undefined ? [] : [remark]),
    ...(reference.orderId === undefined ? [] : [`Order: ${reference.orderId}`]),
  ].join('\n\n');
};
