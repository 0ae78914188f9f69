import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';

const skip = (event: Event): void => {
  event.preventDefault();
  document.querySelector<HTMLElement>('#main')?.focus();
};

/** A link to the content, for people who use the keyboard. It is the first thing on a page. */
export const SkipLink = () => (
  <a class="skip" href="#main" onClick={skip}>
    Skip to the content
  </a>
);

/**
 * The content of a page. It gets the focus when another page is shown, so that screen readers announce the new page.
 */
export const Main = ({ children }: { readonly children: ComponentChildren }) => {
  const { path } = useLocation();
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) isFirst.current = false;
    else {
      scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
  }, [path]);
  return (
    <main ref={main} id="main" tabIndex={-1}>
      {children}
    </main>
  );
};
