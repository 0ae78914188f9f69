/** `https://<api id>.execute-api.<region>.amazonaws.com/<stage>/…`, the address that API Gateway gives an API. */
const EXECUTE_API = /^https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/(.*)$/;

/**
 * The address under which an API can be reached from here: on AWS the address itself; beside an emulator (where
 * `AWS_ENDPOINT_URL` is set) its path-style form, which MiniStack and LocalStack both serve.
 */
export const reachableApiUrl = (url: string, emulator = process.env['AWS_ENDPOINT_URL']): string => {
  const match = EXECUTE_API.exec(url);
  if (emulator === undefined || emulator === '' || match === null) return url;
  return `${emulator.replace(/\/$/, '')}/_aws/execute-api/${match[1]}/${match[2]}`;
};
