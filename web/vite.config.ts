import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

/**
 * Stands for the path below which the pages are served. The function that serves them puts the path in, because it
 * differs between stages (functions/pages/app.ts).
 */
const BASE_PATH = '/__app__/';

const root = fileURLToPath(new URL('.', import.meta.url));

/** The entry pages: `shop/index.html` and its like. Those of the documentation are served as they are. */
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
    // A picture in a style sheet would be a `data:` URL, which nothing can cache.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: entries },
  },
});
