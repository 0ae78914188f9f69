import { API_PATH, PAGES_BELOW_API } from '../../infra/short-addresses.ts';
import type { Stack } from './stack-file.ts';

type Addressed = Pick<Stack, 'apiUrl' | 'shopUrl'>;

/** The address of the shop, without a slash at the end. The pages of staff are below this address. */
export const shopAddress = ({ apiUrl, shopUrl = `${apiUrl}${PAGES_BELOW_API}` }: Addressed): string =>
  shopUrl;

/** The text that lists the addresses of a stage on AWS, those for people first. */
export const addressList = (stack: Addressed): string => {
  const shop = shopAddress(stack);
  const { apiUrl, shopUrl } = stack;
  const rows = [
    ['Shop', `${shop}/`],
    ['Kitchen', `${shop}/kitchen/`],
    ['Operations', `${shop}/operations/`],
    ...(shopUrl === undefined
      ? [['API', apiUrl]]
      : [
          ['API', `${shopUrl}${API_PATH}`],
          ['API, directly', `${apiUrl} (for signed requests of partners, and for webhooks)`],
        ]),
  ];
  return rows.map(([name = '', address = '']) => `${name.padEnd(15)}${address}`).join('\n');
};
