import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

/**
 * Plants the bug of `npm run mutants -- --unit` in the modules that this process loads without Jest. In the modules
 * that Jest transforms, Jest plants the bug.
 */
const plantBug = async () => {
  const { planted, withBug } = await import('../mutants/planted-source.mjs');
  const { href } = pathToFileURL(planted);
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context);
      return url === href
        ? { ...loaded, source: withBug(Buffer.from(loaded.source ?? '').toString()) }
        : loaded;
    },
  });
};

/** Serves the requests of `variant` for stages with other settings. */
const serveVariants = async (synthesise) => {
  const answer = async (request, response) => {
    response.setHeader('connection', 'close');
    try {
      const { stage, options } = JSON.parse(await text(request));
      const { app: _app, ...synthesised } = synthesise(stage, options);
      response.end(JSON.stringify(synthesised));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  // With this, Jest ends after the last test, although the server still listens.
  server.unref();
  return `http://127.0.0.1:${server.address().port}/`;
};

/**
 * Synthesises all stages once for all test files. Jest runs this function before the first test file, and outside of
 * its module system. There, the AWS CDK loads several times faster.
 */
export default async () => {
  if (process.env['ORDERLY_MUTANT'] !== undefined) await plantBug();
  const folder = mkdtempSync(join(tmpdir(), 'orderly-stages-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  // Tests and the AWS CDK create their temporary files in this folder, which is deleted at the end. Jest's worker
  // processes inherit the variable.
  process.env['TMPDIR'] = folder;
  const { synthesise } = await import('./synthesise.ts');
  const { STORED_STAGES } = await import('./synthesised.ts');
  const { SYNTHESIS_URL } = await import('./variant.ts');
  const { stages } = await import('../../infra/stage-config.ts');
  for (const stage of stages) {
    const { app: _app, ...stored } = synthesise(stage);
    writeFileSync(join(folder, `${stage}.json`), JSON.stringify(stored));
  }
  process.env[STORED_STAGES] = folder;
  process.env[SYNTHESIS_URL] = await serveVariants(synthesise);
};
