import { en } from 'zod/locales';
import * as z from 'zod/mini';

// Without this module, `zod/mini` has no error texts and reports "Invalid input" for every error. Import it wherever
// validation errors are shown or logged.
z.config(en());
