/** The stage of this function, from `STAGE`. Every metric has it as a dimension, so stages of an account do not mix. */
export const stage = process.env['STAGE'] ?? 'unknown';
