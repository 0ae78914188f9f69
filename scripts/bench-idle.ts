import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { besideTable, idleLines, idleTable, type CostedTemplate } from '../bench/cost/idle.ts';
import { LIVE_LIMIT_DOLLARS, liveTable, watchedDollars } from '../bench/cost/live.ts';
import { writeSection } from '../bench/documents/sections.ts';
import { orderly } from '../infra/orderly.ts';
import { stageSettings } from '../infra/stage-config.ts';
import { parseCommandLine } from './console/command-line.ts';
import { projectRoot } from './console/paths.ts';
import { runMain } from './console/problem.ts';
import { sampleSettings } from './deployment/sample-settings.ts';

const usage = `Usage: npm run bench:idle [-- --no-write]

Counts what a production stage costs a month if nobody uses it, and writes it to docs/cost.md.

  --no-write   print only`;

const templates = (): readonly CostedTemplate[] => {
  const outdir = mkdtempSync(join(tmpdir(), 'orderly-idle-'));
  try {
    const { context } = JSON.parse(readFileSync(join(projectRoot, 'cdk.json'), 'utf8')) as {
      readonly context: Readonly<Record<string, unknown>>;
    };
    const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] }, outdir });
    orderly(app, stageSettings('production', {}, { file: sampleSettings }));
    return app.synth().stacks.map(({ template }) => template as CostedTemplate);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};

await runMain(() => {
  const { values } = parseCommandLine(usage, { 'no-write': { type: 'boolean', default: false } });
  const parts = [idleTable(idleLines(templates())), besideTable(), liveTable()];
  process.stdout.write(`\n${parts.join('\n\n')}\n`);
  if (!values['no-write']) {
    const section = { name: 'idle', command: 'npm run bench:idle' };
    writeSection(join(projectRoot, 'docs', 'cost.md'), section, parts.join('\n\n'));
  }
  return Promise.resolve(watchedDollars() <= LIVE_LIMIT_DOLLARS ? 0 : 1);
});
