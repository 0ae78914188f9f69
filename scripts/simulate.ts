import { runTestProgram } from './console/test-program.ts';

// `npm run simulate`: runs the production code in simulated worlds.
await runTestProgram('simulation/cli.ts');
