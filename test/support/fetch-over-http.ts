import type { FetchKeys } from '../../shared/http/issuers.ts';

/** Fetches the keys of a test's own server over HTTP. The functions' own code only fetches over HTTPS. */
export const fetchOverHttp: FetchKeys = async (url) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.arrayBuffer();
};
