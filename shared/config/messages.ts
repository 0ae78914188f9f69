import { en } from 'zod/locales';
import * as z from 'zod/mini';

// `zod/mini` has no error texts of its own: it would say "Invalid input" for everything. Import this module wherever a
// schema's findings are shown or logged.
z.config(en());
