import { createTransformer } from '@swc/jest';
import { join } from 'node:path';

/**
 * The Jest transform that plants a bug. It replaces text of one source file before compiling it. No file on disk
 * changes, so mutants can run in parallel. `ORDERLY_MUTANT` holds the bug as JSON: `{ file, find, replace }`.
 */
const { file, find, replace } = JSON.parse(process.env.ORDERLY_MUTANT);
const planted = join(import.meta.dirname, '..', '..', file);

const mutate = (source, path) => {
  if (path !== planted) return source;
  const parts = source.split(find);
  if (parts.length !== 2)
    throw new Error(`${file} has the text to change ${parts.length - 1} times: ${find}`);
  return parts.join(replace);
};

export default {
  createTransformer: (swc) => {
    const inner = createTransformer(swc);
    return {
      ...inner,
      canInstrument: false,
      getCacheKey: (source, path, options) => inner.getCacheKey(mutate(source, path), path, options),
      process: (source, path, options) => inner.process(mutate(source, path), path, options),
      processAsync: (source, path, options) => inner.processAsync(mutate(source, path), path, options),
    };
  },
};
