/*
 * How e-mails look: the colours of the shop (web/common/style/base.css), light and dark. Text has a contrast of at
 * least 4.5 : 1 in both (WCAG 2.2 AA). Nothing is black on white or white on black, and nothing depends on a colour
 * alone, because some mail programs replace colours in dark mode.
 */

const FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** Inline styles, because some mail programs ignore style sheets. */
export const look = {
  page: `margin:0;padding:0;background:#faf7f2;color:#1d1a16;font:16px/1.5 ${FONT};-webkit-text-size-adjust:100%`,
  /** The preview of the e-mail. Only the list of mails in an inbox shows it, beside the subject. */
  preview:
    'display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;mso-hide:all',
  full: 'width:100%;border-collapse:collapse',
  edge: 'padding:32px 16px 40px',
  column: 'width:100%;max-width:560px;border-collapse:separate;border-spacing:0;text-align:left',
  brand: `padding:0 4px 16px;color:#1d1a16;font:700 17px/24px ${FONT};letter-spacing:-.01em`,
  /** The shop's mark, which needs no picture: a ring with a quarter in another colour. */
  mark: 'display:inline-block;width:11px;height:11px;margin:0 9px 0 0;border:4px solid #1d5a45;border-right-color:#d9913f;border-radius:50%;vertical-align:-3px',
  card: `padding:32px;background:#ffffff;color:#1d1a16;border:1px solid #e6dfd4;border-radius:16px;font:16px/1.5 ${FONT}`,
  heading: `margin:0 0 16px;color:#1d1a16;font:700 24px/1.25 ${FONT};letter-spacing:-.02em;text-wrap:balance`,
  paragraph: 'margin:0 0 12px;text-wrap:pretty',
  highlight: 'margin:24px 0 0;padding:16px 20px;background:#e3efe8;color:#14472f;border-radius:12px',
  label: 'margin:0;font-size:14px;line-height:20px',
  value: 'margin:2px 0 0;font-size:32px;font-weight:700;line-height:40px;letter-spacing:.04em',
  longValue: 'margin:4px 0 0;font-size:20px;font-weight:700;line-height:28px;text-wrap:balance',
  list: 'margin:24px 0 0;padding:0;border-bottom:1px solid #e6dfd4;list-style:none',
  item: 'margin:0;padding:10px 0;border-top:1px solid #e6dfd4;overflow-wrap:anywhere',
  table: `width:100%;margin:24px 0 0;border-collapse:collapse;font:16px/1.5 ${FONT}`,
  openTable: 'border-bottom:1px solid #e6dfd4',
  column1: 'padding:0 0 6px;color:#655e53;font-size:13px;font-weight:400;text-align:left',
  columns: 'padding:0 0 6px 16px;color:#655e53;font-size:13px;font-weight:400;text-align:right',
  name: 'padding:10px 0;border-top:1px solid #e6dfd4;font-weight:400;text-align:left;vertical-align:top;overflow-wrap:anywhere',
  amount:
    'padding:10px 0 10px 16px;border-top:1px solid #e6dfd4;text-align:right;vertical-align:top;white-space:nowrap',
  total: 'padding:12px 0 0;border-top:2px solid #1d1a16;font-weight:700;text-align:left',
  sum: 'padding:12px 0 0 16px;border-top:2px solid #1d1a16;font-weight:700;text-align:right;white-space:nowrap',
  action: 'margin:28px 0 0;border-collapse:separate',
  cell: 'background:#1d5a45;border-radius:12px;text-align:center;mso-padding-alt:14px 28px',
  button: `display:block;padding:14px 28px;color:#ffffff;font:600 16px/20px ${FONT};text-decoration:none;border-radius:12px`,
  remark: 'margin:20px 0 0;color:#655e53;font-size:14px;text-wrap:pretty',
  foot: `padding:16px 4px 0;color:#655e53;font:13px/20px ${FONT};overflow-wrap:anywhere`,
};

/** The dark colours of each class. */
const dark: Readonly<Record<string, string>> = {
  page: 'background:#14120e;color:#f4efe7',
  ink: 'color:#f4efe7',
  soft: 'color:#b8afa1',
  card: 'background:#1f1c17;border-color:#38332a;color:#f4efe7',
  mark: 'border-color:#8fd6b5;border-right-color:#d9913f',
  highlight: 'background:#1a3529;color:#c0ecd6',
  line: 'border-color:#38332a',
  sum: 'border-color:#f4efe7',
  cell: 'background:#8fd6b5',
  button: 'color:#06271a',
};

const rules = (...within: readonly string[]): string =>
  Object.entries(dark)
    .map(
      ([name, style]) =>
        `${within.map((one) => `${one}.${name}`).join()}{${style.replaceAll(/;|$/g, ' !important$&')}}`,
    )
    .join('\n');

/**
 * What inline styles cannot express: dark colours, and the layout on narrow screens. Outlook.com does not report its
 * colour scheme. Instead, it adds the attributes `data-ogsc` and `data-ogsb` to the elements whose colours it replaced.
 */
export const SHEET = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (max-width:480px){
.edge{padding:16px 8px 24px !important}
.card{padding:24px 20px !important}
.action{width:100% !important}
}
@media (prefers-color-scheme:dark){
${rules('')}
}
${rules('[data-ogsc] ', '[data-ogsb] ')}`;
