import { createHash } from 'node:crypto';
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { HttpResponse } from '../shared/http/responses.ts';
import { STYLE } from './page-style.ts';

/**
 * People pay and sign in on these pages. So the pages allow no scripts, only their own style, and no frames around them
 * (OWASP, "Clickjacking Defense").
 */
const headers = (style: string, formTargets: string) => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; form-action ${formTargets}; frame-ancestors 'none'; base-uri 'none'`,
  'referrer-policy': 'no-referrer',
});

/** What a simulator's page shows. */
export interface PageContent {
  readonly status: number;
  readonly title: string;
  /** The name of the simulator, shown above the content. */
  readonly brand: string;
  /** A note that nothing here is real, shown below the content. */
  readonly note: string;
  /** The sources of the policy `form-action`. In Chromium, they also limit redirects after a form is sent. */
  readonly formTargets: string;
  /** CSS that the page adds to the common style sheet. It must be a constant. */
  readonly style?: string;
  readonly content: ComponentChildren;
}

/** A simulator's page as an HTTP response. */
export const htmlPage = ({
  status,
  title,
  brand,
  note,
  formTargets,
  style: own = '',
  content,
}: PageContent): HttpResponse => {
  const style = `${STYLE}${own}`;
  const body = `<!doctype html>\n${renderToString(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        {/*
         * The style sheet must not be escaped, because browsers do not decode entities in it. It is safe, because it is
         * a constant.
         */}
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <main>
          <p class="brand">{brand}</p>
          {content}
          <p class="note">{note}</p>
        </main>
      </body>
    </html>,
  )}\n`;
  return { status, headers: headers(style, formTargets), body };
};
