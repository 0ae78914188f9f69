import { runTestProgram } from './console/test-program.ts';

// `npm run fuzz`: sends generated messages, webhooks and requests to the real code.
await runTestProgram('fuzz/cli.ts');
