import type { PeoplePorts } from "../ports.ts";
import type { Passkey } from "../records.ts";

/** What a browser is handed for `navigator.credentials`, as JSON. */
export type PasskeyOptions = Readonly<Record<string, unknown>>;

/** What a browser answers to a registration (WebAuthn level 3, RegistrationResponseJSON). */
export interface CreationAnswer {
  readonly id: string;
  readonly clientDataJSON: string;
  readonly attestationObject: string;
}

/** What a browser answers to a request for a signature (AuthenticationResponseJSON). */
export interface AssertionAnswer {
  readonly id: string;
  readonly clientDataJSON: string;
  readonly authenticatorData: string;
  readonly signature: string;
}

/**
 * A signature that somebody made with a key of theirs, with all it takes to check it later without us;
 * every field base64url. What was signed over is the challenge in `clientDataJSON`.
 */
export interface Assertion {
  readonly credential: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: string;
  readonly clientDataJSON: string;
  readonly authenticatorData: string;
  readonly signature: string;
}

/**
 * WebAuthn (level 2, sections 7.1 and 7.2), bound to this site's origin and relying party id; the person
 * is always verified. What is refused is undefined; nothing throws on what a stranger sends.
 */
export interface PasskeyProtocol {
  creationOptions(
    person: { readonly id: string; readonly name: string },
    challenge: Uint8Array,
    known: readonly string[],
  ): Promise<PasskeyOptions>;
  requestOptions(challenge: Uint8Array, allowed: readonly string[]): Promise<PasskeyOptions>;
  readCreation(
    answer: CreationAnswer,
    challenge: Uint8Array,
  ): Promise<Pick<Passkey, "id" | "publicKey" | "counter"> | undefined>;
  /** Takes as long for a key nobody has as for one that is there. The counter is the caller's to judge. */
  readAssertion(
    answer: AssertionAnswer,
    challenge: Uint8Array,
    passkey: Pick<Passkey, "id" | "publicKey"> | undefined,
  ): Promise<{ readonly counter: number; readonly assertion: Assertion } | undefined>;
}

/** Somebody as an identity provider knows them. */
export interface ProviderAccount {
  readonly issuer: string;
  readonly subject: string;
  /** Whether the sign-in was of the kind that is asked of those who sign (acr, amr, auth_time). */
  readonly strong: boolean;
}

/** OpenID Connect: the code flow with PKCE, state and nonce. Accounts are known by issuer and subject. */
export interface IdentityProviders {
  ids(): readonly string[];
  /** Where to send the browser, and what to keep until it is back. Undefined: no such provider, or away. */
  begin(
    provider: string,
  ): Promise<{ readonly url: string; readonly keep: Readonly<Record<string, string>> } | undefined>;
  /** Who came back, by the query of the redirect; undefined for whatever is not exactly right. */
  finish(
    keep: Readonly<Record<string, string>>,
    query: string,
  ): Promise<ProviderAccount | undefined>;
}

export interface SignInPorts extends PeoplePorts {
  readonly passkeys: PasskeyProtocol;
  readonly providers: IdentityProviders;
}
