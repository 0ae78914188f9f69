import { en } from 'zod/locales';
import * as z from 'zod/mini';

// `zod/mini` comes without texts and would say "Invalid input" of everything. Whoever shows a schema's findings to
// people or to logs imports this module.
z.config(en());
