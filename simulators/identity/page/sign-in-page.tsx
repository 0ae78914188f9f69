import type { ComponentChildren } from 'preact';
import type { HttpResponse } from '../../../shared/http/responses.ts';
import { htmlPage } from '../../page.tsx';
import type { AuthorizationRequest } from '../authorization-request.ts';
import { people, type Person } from '../people.ts';
import { SIGN_IN_STYLE } from './sign-in-style.ts';

const page = (status: number, title: string, content: ComponentChildren, formTargets = "'none'") =>
  htmlPage({
    status,
    title,
    brand: 'Orderly test sign-in',
    note: 'This is a simulated identity provider. It asks for no password.',
    formTargets,
    style: SIGN_IN_STYLE,
    content,
  });

/**
 * The addresses that a form may lead to. In Chromium, `form-action` also applies to a redirect in the response to a
 * form (CSP Level 3, section 6.4.1). A source of this policy cannot name an IPv6 address, so for `[::1]` the policy
 * allows every `http:` address.
 */
const formTargets = (redirectUri: string): string => {
  const { origin, hostname } = new URL(redirectUri);
  return `'self' ${hostname === '[::1]' ? 'http:' : origin}`;
};

const Choice = ({ person: { sub, name, role, work, may } }: { readonly person: Person }) => (
  <button class="person" name="as" value={sub}>
    <span class={`face ${role}`} aria-hidden="true">
      {name.charAt(0)}
    </span>
    <span>
      <strong>
        {name}, {work}
      </strong>
      <small>{may}</small>
    </span>
  </button>
);

const Role = ({ of, checked }: { readonly of: Person; readonly checked: boolean }) => (
  <label>
    <input type="radio" name="role" value={of.role} checked={checked} />
    {of.work.charAt(0).toUpperCase() + of.work.slice(1)}
  </label>
);

/** The text that was typed into the page's second form, and why the simulator does not accept it. */
export interface Typed {
  readonly name: string;
  readonly role: string;
  readonly mistake: string;
}

const SomeoneElse = ({ typed }: { readonly typed: Typed | undefined }) => (
  <form class="other" method="post">
    <div>
      <label for="name">Name</label>
      <input
        id="name"
        name="name"
        type="text"
        value={typed?.name}
        required
        maxLength={64}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        {...(typed === undefined
          ? {}
          : { autofocus: true, 'aria-invalid': 'true', 'aria-describedby': 'mistake' })}
      />
      {typed !== undefined && (
        <p class="wrong" id="mistake" role="alert">
          {typed.mistake}
        </p>
      )}
    </div>
    <fieldset>
      <legend>Role</legend>
      <div class="roles">
        {people.map((person) => (
          <Role key={person.role} of={person} checked={person.role === (typed?.role ?? 'customer')} />
        ))}
      </div>
    </fieldset>
    <button class="primary" name="as" value="other">
      Sign in
    </button>
  </form>
);

/** The page that asks who signs in. Each form sends its choice to the page's own address. */
export const signInPage = ({ clientId, redirectUri }: AuthorizationRequest, typed?: Typed): HttpResponse =>
  page(
    typed === undefined ? 200 : 400,
    'Sign in',
    <>
      <h1>Who are you?</h1>
      <p class="lead">
        Continue to <strong>{clientId}</strong> at {new URL(redirectUri).host}
      </p>
      <form class="people" method="post">
        {people.map((person) => (
          <Choice key={person.sub} person={person} />
        ))}
      </form>
      <p class="or">or someone else</p>
      <SomeoneElse typed={typed} />
      <form class="leave" method="post">
        <button name="as" value="nobody">
          Cancel
        </button>
      </form>
    </>,
    formTargets(redirectUri),
  );

/** The page about a request that must not be redirected. */
export const refusalPage = (problem: string): HttpResponse =>
  page(
    400,
    'Sign-in is not possible',
    <>
      <h1>Sign-in is not possible</h1>
      <p class="notice bad" role="alert">
        {problem}
      </p>
      <p>The application that sent you here made this mistake. Go back to it.</p>
    </>,
  );

/** The page after signing out, for a client that names no address to return to. */
export const signedOutPage = (): HttpResponse =>
  page(
    200,
    'Signed out',
    <>
      <h1>You are signed out</h1>
      <p class="notice good" role="status">
        You can close this page.
      </p>
    </>,
  );
