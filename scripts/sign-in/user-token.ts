import open from 'open';
import { Problem } from '../console/problem.ts';
import type { Role } from '../tour/token.ts';
import { SIGN_IN_TIMEOUT_MS, signInByBrowser } from './browser-sign-in.ts';
import { DEFAULT_PORT } from './callback.ts';
import { signInTarget } from './target.ts';

const portOf = (given: string): number => {
  const port = Number(given);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Problem(`--port must be a number from 1 to 65535, and is "${given}".`);
};

/** Standard output may contain only a token, so everything for people goes to standard error. */
const showPage = (inBrowser: boolean) => async (address: string) => {
  const how = inBrowser ? 'Sign in on the page that opens in your browser, or at' : 'To sign in, open';
  process.stderr.write(`${how}:\n\n  ${address}\n\n`);
  // If no browser can be opened, the printed address is enough.
  if (inBrowser) await open(address).catch(() => undefined);
};

/**
 * Signs a person in to a stage by the browser.
 *
 * @param stage the value of `--stage`
 * @param options.port the value of `--port`
 * @returns the token
 * @throws Problem if the stage does not exist or is not deployed, or if the person does not sign in
 */
export const signInToStage = async (
  stage: string,
  options: {
    readonly role: Role;
    readonly name: string | undefined;
    readonly port: string | undefined;
    readonly inBrowser: boolean;
    readonly usage: string;
  },
): Promise<string> => {
  const target = await signInTarget(stage, options);
  return signInByBrowser({
    ...target,
    port: portOf(options.port ?? String(DEFAULT_PORT)),
    show: showPage(options.inBrowser),
    timeoutMs: SIGN_IN_TIMEOUT_MS,
  });
};
