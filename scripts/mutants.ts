import { runTestProgram } from './console/test-program.ts';

// `npm run mutants`: plants bugs and reports which tests notice them.
await runTestProgram('mutants/cli.ts');
