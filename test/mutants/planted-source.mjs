import { join } from 'node:path';

/** The bug to plant, as JSON `{ file, find, replace }`: `npm run mutants -- --unit` sets it. */
const { file, find, replace } = JSON.parse(process.env.ORDERLY_MUTANT);

/** The path of the source file with the bug. */
export const planted = join(import.meta.dirname, '..', '..', file);

/** Plants the bug in the text of its file. No file on disk changes, so mutants can run in parallel. */
export const withBug = (source) => {
  const parts = source.split(find);
  if (parts.length !== 2)
    throw new Error(`${file} has the text to change ${parts.length - 1} times: ${find}`);
  return parts.join(replace);
};
