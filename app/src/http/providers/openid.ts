import * as openid from "openid-client";
import type { IdentityProviders, ProviderAccount } from "../../usecases/people/sign-in/ports.ts";
import type { ProviderSettings, SignerDemand } from "./settings.ts";

/** Told what a provider did wrong, as a code; nothing a stranger wrote. */
export type OnProviderTrouble = (provider: string, code: string) => void;

interface Provider {
  readonly settings: ProviderSettings;
  readonly configuration: () => Promise<openid.Configuration>;
}

/** Seconds to wait for a provider. */
const TIMEOUT = 10;

/**
 * Sign-in by OpenID Connect: the code flow with PKCE, state and nonce; issuer, audience, times and the
 * signature of the identity token are checked, and the issuer of the answer where the provider names it
 * (ASVS 10.5.1-5; RFC 9207). `callback`: the address a browser comes back to; each provider has its own,
 * so that an answer of one is never taken for another's.
 */
export function identityProviders(
  all: readonly ProviderSettings[],
  callback: string,
  onTrouble: OnProviderTrouble,
): IdentityProviders {
  const providers = new Map(all.map((one) => [one.id, toProvider(one)]));
  return {
    ids: () => [...providers.keys()],
    begin: async (id) => {
      const provider = providers.get(id);
      if (provider === undefined) return undefined;
      return guarded(id, onTrouble, () => begin(provider, `${callback}/${id}`));
    },
    finish: async (keep, query) => {
      const provider = providers.get(keep["provider"] ?? "");
      if (provider === undefined) return undefined;
      const { id } = provider.settings;
      return guarded(id, onTrouble, () => finish(provider, keep, `${callback}/${id}`, query));
    },
  };
}

function toProvider(settings: ProviderSettings): Provider {
  let found: Promise<openid.Configuration> | undefined;
  const configuration = (): Promise<openid.Configuration> => {
    found ??= discover(settings).catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };
  return { settings, configuration };
}

async function discover(settings: ProviderSettings): Promise<openid.Configuration> {
  const { issuer, clientId, clientSecret, algorithm, insecure } = settings;
  const metadata = { client_secret: clientSecret, id_token_signed_response_alg: algorithm };
  return openid.discovery(new URL(issuer), clientId, metadata, undefined, {
    timeout: TIMEOUT,
    // Its signature too, not only that it came over TLS from the provider.
    execute: [
      openid.enableNonRepudiationChecks,
      ...(insecure === true ? [openid.allowInsecureRequests] : []),
    ],
  });
}

async function begin(
  { settings, configuration }: Provider,
  redirect: string,
): Promise<NonNullable<Awaited<ReturnType<IdentityProviders["begin"]>>>> {
  const verifier = openid.randomPKCECodeVerifier();
  const [state, nonce] = [openid.randomState(), openid.randomNonce()];
  const { signers } = settings;
  const url = openid.buildAuthorizationUrl(await configuration(), {
    redirect_uri: redirect,
    scope: "openid",
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
    ...(signers === undefined ? {} : { max_age: String(signers.maxAge) }),
    ...(signers === undefined || signers.acr.length === 0
      ? {}
      : { acr_values: signers.acr.join(" ") }),
  });
  return { url: url.href, keep: { provider: settings.id, verifier, state, nonce } };
}

async function finish(
  { settings, configuration }: Provider,
  keep: Readonly<Record<string, string>>,
  redirect: string,
  query: string,
): Promise<ProviderAccount | undefined> {
  const { verifier, state, nonce } = keep;
  if (verifier === undefined || state === undefined || nonce === undefined) return undefined;
  const back = new URL(redirect);
  back.search = query;
  const { signers } = settings;
  const tokens = await openid.authorizationCodeGrant(await configuration(), back, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
    ...(signers === undefined ? {} : { maxAge: signers.maxAge }),
  });
  const claims = tokens.claims();
  if (claims === undefined || claims.iss !== settings.issuer) return undefined;
  return {
    issuer: claims.iss,
    subject: claims.sub,
    strong: signers !== undefined && meets(claims, signers),
  };
}

/** That `auth_time` is there and young enough was checked with the token. */
function meets({ acr, amr }: openid.IDToken, demand: SignerDemand): boolean {
  const methods: readonly unknown[] = Array.isArray(amr) ? amr : [];
  const isContext =
    demand.acr.length === 0 || (typeof acr === "string" && demand.acr.includes(acr));
  return isContext && demand.amr.every((method) => methods.includes(method));
}

async function guarded<T>(
  provider: string,
  onTrouble: OnProviderTrouble,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreachable";
    onTrouble(provider, /^[A-Z_]{1,60}$/.test(code) ? code : "unreachable");
    return undefined;
  }
}
