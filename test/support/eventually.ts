export { eventually } from '../../scripts/tour/eventually.ts';
