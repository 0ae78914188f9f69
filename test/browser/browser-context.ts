import { createContext, SourceTextModule } from 'node:vm';

/** The globals of browsers that the bundled code may use. They do not include `process` and `Buffer`. */
const browserGlobals = () => ({
  TextEncoder,
  TextDecoder,
  URL,
  URLSearchParams,
  atob,
  btoa,
  clearInterval,
  clearTimeout,
  console,
  // A new object, because the simulation replaces these functions while it runs. Node's own `crypto` must not change.
  crypto: {
    getRandomValues: (array: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(array),
    randomUUID: () => crypto.randomUUID(),
  },
  performance,
  queueMicrotask,
  setInterval,
  setTimeout,
  structuredClone,
});

/**
 * Loads an ES module without imports into a context that has the globals of a browser, and no others. Works only if
 * Node runs with the flag `--experimental-vm-modules`.
 * @returns what the module exports.
 */
export const loadInBrowserContext = async (code: string, name: string): Promise<object> => {
  const module = new SourceTextModule(code, { context: createContext(browserGlobals()), identifier: name });
  await module.link((specifier) => {
    throw new Error(`${name} still imports ${specifier}`);
  });
  await module.evaluate();
  return module.namespace;
};
