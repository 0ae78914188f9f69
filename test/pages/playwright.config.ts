import { defineConfig } from '@playwright/test';
import { join } from 'node:path';
import { projectRoot } from '../../scripts/console/paths.ts';
import { testEnvironment } from '../support/environment.ts';

/**
 * `npm test` runs Playwright with this configuration, and passes the paths of the browser and of the report in
 * environment variables.
 */
export default defineConfig({
  testDir: import.meta.dirname,
  testMatch: '**/*.test.ts',
  outputDir: join(projectRoot, '.local', 'test-results', 'pages'),
  // The tests mostly wait for the stage. Each uses products and customers of its own.
  workers: 2,
  timeout: 120_000,
  // A busy machine needs more than Playwright's 5 seconds to show a large page.
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: testEnvironment('ORDERLY_TEST_REPORT') }]],
  use: {
    locale: 'en-IE',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: testEnvironment('ORDERLY_TEST_BROWSER') },
  },
});
