import { runTestProgram } from './console/test-program.ts';

// `npm run simulate`: runs the production code on a simulated AWS with random faults.
await runTestProgram('simulation/cli.ts');
