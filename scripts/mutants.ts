import { runTestProgram } from './console/test-program.ts';

// `npm run mutants`: plants bugs, and prints which test or invariant notices each.
await runTestProgram('mutants/cli.ts');
