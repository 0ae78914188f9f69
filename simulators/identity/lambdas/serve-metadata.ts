import { json, readEnv, text } from '../../../shared/config/env.ts';
import { handlerByRoute, httpHandler } from '../../../shared/http/http-handler.ts';
import { PublicKey } from '../../../shared/http/issuers.ts';
import { cacheable } from '../../../shared/http/responses.ts';
import * as api from '../api.ts';
import { discoveryOf, keySetOf } from '../metadata.ts';

const env = readEnv({ ISSUER: text, PUBLIC_KEY: json(PublicKey) });

/** How long clients may keep the metadata, in seconds. */
const METADATA_SECONDS = 300;

const describing = httpHandler(api.getDiscovery, () => cacheable(discoveryOf(env.ISSUER), METADATA_SECONDS));
const showingKeys = httpHandler(api.getKeySet, () => cacheable(keySetOf(env.PUBLIC_KEY), METADATA_SECONDS));

/** Serves what clients must know: the addresses of the provider, and its public keys. */
export const handler = handlerByRoute([api.getDiscovery, describing], [api.getKeySet, showingKeys]);
