import { createTransformer } from '@swc/jest';
import { planted, withBug } from './planted-source.mjs';

const mutate = (source, path) => (path === planted ? withBug(source) : source);

/** The Jest transform that plants a bug. It replaces text of one source file before compiling it. */
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
