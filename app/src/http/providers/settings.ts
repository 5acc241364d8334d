/** An identity provider, as the site's owner configures it. */
export interface ProviderSettings {
  /** How routes call it: lower-case letters, digits and hyphens. */
  readonly id: string;
  /** "https://login.example": what its tokens say, exactly. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** How its identity tokens are signed; a token signed otherwise is refused. */
  readonly algorithm: "RS256" | "PS256" | "ES256" | "EdDSA" | "Ed25519";
  /** What is asked of a sign-in of those who sign; without it no sign-in here is one for signing. */
  readonly signers?: SignerDemand | undefined;
  /** Plain HTTP, for a provider on this machine. */
  readonly insecure?: boolean | undefined;
}

/** The kind of sign-in after which somebody may sign (ASVS 6.8.4). */
export interface SignerDemand {
  /** One of these authentication contexts (acr); any where none is named. */
  readonly acr: readonly string[];
  /** All of these methods (amr). */
  readonly amr: readonly string[];
  /** Longest time since the person was last asked there, in seconds (auth_time). */
  readonly maxAge: number;
}
