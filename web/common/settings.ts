import { apiBase, type people } from './place.ts';

/** Where people sign in: an OpenID Connect issuer, and the client id by which it knows the pages. */
export interface Client {
  readonly issuer: string;
  readonly clientId: string;
}

/** The settings of the stage for the pages (functions/pages/app.ts). */
export interface Settings {
  /** Null if the settings of the stage name no identity provider for these people. */
  readonly signIn: Readonly<Record<typeof people, Client | null>>;
  /** The address of the WebSocket API. Null if the stage has no live connections. */
  readonly liveUrl: string | null;
}

let loading: Promise<Settings> | undefined;

const load = async (): Promise<Settings> => {
  const answer = await fetch(`${apiBase}/app/settings.json`);
  if (!answer.ok) throw new Error(`The settings of the pages could not be loaded: status ${answer.status}`);
  return (await answer.json()) as Settings;
};

/**
 * Loads the settings on the first call, and returns the same settings on later calls. After a failure, the next call
 * tries again.
 */
export const settings = (): Promise<Settings> => {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
};
