import { runTestProgram } from './console/test-program.ts';

/** `npm run mutants`: plants bugs and says what noticed them. `--help` says what it can do. */
await runTestProgram('mutants/cli.ts');
