import { runTestProgram } from './console/test-program.ts';

/** `npm run simulate`: runs the real code in simulated worlds. `--help` says what it can do. */
await runTestProgram('simulation/cli.ts');
