import { defineConfig } from '@playwright/test';
import { join } from 'node:path';
import { projectRoot } from '../../scripts/console/paths.ts';
import { testEnvironment } from '../support/environment.ts';
import { PATIENCE_MS } from '../support/eventually.ts';

/**
 * `npm test` runs Playwright with this configuration, and passes the paths of the browser and of the report in
 * environment variables.
 */
export default defineConfig({
  testDir: import.meta.dirname,
  testMatch: '**/*.test.ts',
  outputDir: join(projectRoot, '.local', 'test-results', 'pages'),
  // The tests mostly wait for the stage, so two of them run at once. Each test uses products and customers of its own.
  workers: 2,
  timeout: 600_000,
  // How long a page may take to show what happened. On a slow machine, events and large pages take a while.
  expect: { timeout: PATIENCE_MS, toPass: { timeout: PATIENCE_MS } },
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: testEnvironment('ORDERLY_TEST_REPORT') }]],
  use: {
    locale: 'en-IE',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: testEnvironment('ORDERLY_TEST_BROWSER') },
  },
});
