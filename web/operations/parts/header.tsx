import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { home, pathTo } from '../../common/place.ts';
import { person, signOut } from '../../common/session.ts';
import { verdictOf } from '../health/verdict.ts';
import { isAdmin, role } from './role.ts';
import { followStatus, platform } from './status.ts';

/** The pause between two requests for the platform's state, in milliseconds. The health page requests it more often. */
const PAUSE_MS = 60_000;

const Dot = () => {
  const { status } = platform.value;
  if (status === undefined) return null;
  const { isWell, findings } = verdictOf(status);
  const [tone, text] = isWell
    ? ['good', 'all is well']
    : findings.length === 0
      ? ['unsure', 'not everything is known']
      : ['bad', 'something is wrong'];
  return (
    <span class={`dot ${tone}`}>
      <span class="visually-hidden">, {text}</span>
    </span>
  );
};

const LetterCount = () => {
  const count = platform.value.status?.queues.reduce((sum, queue) => sum + (queue.deadLetters ?? 0), 0) ?? 0;
  return count === 0 ? null : <span class="count">{count > 999 ? '999+' : count}</span>;
};

const Navigation = () => {
  const path = `${useLocation().path.replace(/\/$/, '')}/`;
  const current = (part: string) =>
    (part === '' ? path === home || path.startsWith(pathTo('orders/')) : path.startsWith(pathTo(part)))
      ? ('page' as const)
      : undefined;
  return (
    <nav aria-label="Operations">
      <a href={home} aria-current={current('')}>
        Orders
      </a>
      {isAdmin.value && (
        <>
          <a href={pathTo('dead-letters')} aria-current={current('dead-letters')}>
            Dead letters <LetterCount />
          </a>
          <a href={pathTo('health')} aria-current={current('health')}>
            Health
            <Dot />
          </a>
        </>
      )}
      <a href={pathTo('business')} aria-current={current('business')}>
        Business
      </a>
      <a href={pathTo('catalogue')} aria-current={current('catalogue')}>
        Catalogue
      </a>
    </nav>
  );
};

const Account = () => {
  const [failed, setFailed] = useState(false);
  return (
    <div class="account">
      <bdi class="soft">{person.value?.email ?? person.value?.id}</bdi>
      <button type="button" class="quiet" onClick={() => void signOut().catch(() => setFailed(true))}>
        {failed ? 'Try again to sign out' : 'Sign out'}
      </button>
    </div>
  );
};

/** The navigation. It also shows administrators the number of dead letters, and whether the platform is well. */
export const Header = () => {
  const id = person.value?.id;
  useEffect(() => (id === undefined ? undefined : followStatus(PAUSE_MS)), [id]);
  return (
    <header class="top">
      <div class="wide">
        <a class="brand" href={home}>
          <span class="mark" aria-hidden="true" />
          <span>
            Orderly <span class="soft">operations</span>
          </span>
        </a>
        {id !== undefined && role.value !== 'none' && <Navigation />}
        {id !== undefined && <Account />}
      </div>
    </header>
  );
};
