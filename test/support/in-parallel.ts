export { inParallel } from '../../scripts/console/in-parallel.ts';
