import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

/**
 * A placeholder for the path below which the pages are served. The function that serves them replaces it, because the
 * path differs between the addresses of the API (functions/pages/app.ts).
 */
const BASE_PATH = '/__app__/';

const root = fileURLToPath(new URL('.', import.meta.url));

/** The entry pages, such as `shop/index.html`. The folder `docs` is left out, because its pages are not built. */
const entries = readdirSync(root)
  .filter((folder) => folder !== 'docs' && existsSync(`${root}${folder}/index.html`))
  .map((folder) => `${root}${folder}/index.html`);

export default defineConfig({
  root,
  publicDir: `${root}public`,
  plugins: [preact({ devToolsEnabled: false })],
  experimental: {
    renderBuiltUrl: (file, { hostType }) =>
      hostType === 'html' ? `${BASE_PATH}${file}` : { relative: true },
  },
  build: {
    target: 'es2022',
    // Vite would inline small pictures as `data:` URLs, which browsers cannot cache separately.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: entries },
  },
});
