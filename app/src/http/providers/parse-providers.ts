import { z } from "zod";
import { Refusal } from "../../core/refusal.ts";
import { parseJson } from "../../formats/json/parse.ts";
import { DEFAULT_LIMITS } from "../../formats/limits.ts";
import type { ProviderSettings } from "./settings.ts";

const words = z.string().min(1).max(200);

const signers = z.strictObject({
  acr: z.array(words).max(20),
  amr: z.array(words).max(20),
  /** A day at most: whoever was asked longer ago did not just prove who they are. */
  maxAge: z.int().min(1).max(86_400),
});

const provider = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "write it in lower case, digits and hyphens"),
  issuer: z.url({ protocol: /^https?$/ }).max(500),
  clientId: words,
  clientSecret: z.string().min(16, "a secret has 16 characters at least").max(500),
  algorithm: z.enum(["RS256", "PS256", "ES256", "EdDSA", "Ed25519"]),
  signers: signers.optional(),
  insecure: z.boolean().optional(),
});

const file = z.strictObject({ providers: z.array(provider).min(1).max(20) });

const HERE: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * The identity providers that a file of a site's owner names: JSON, one object with `providers`, each with
 * the fields of `ProviderSettings`. `place`: the file's name, for messages, which never show a secret.
 *
 * Throws a Refusal "bad-usage" for anything else, for two of one name, and for a provider on another
 * machine without TLS; and as the reader of JSON does.
 */
export function parseProviders(bytes: Uint8Array, place: string): readonly ProviderSettings[] {
  const read = file.safeParse(parseJson(bytes, place, DEFAULT_LIMITS));
  if (!read.success) {
    const [issue] = read.error.issues;
    const at = (issue?.path ?? []).map(String).join(".") || "the top";
    throw refusal(`${place} at ${at}`, issue?.message ?? "it has another shape");
  }
  const { providers } = read.data;
  const names = new Set<string>();
  for (const { id, issuer, insecure } of providers) {
    if (names.has(id)) throw refusal(place, `two providers are called ${id}`);
    names.add(id);
    const { protocol, hostname } = new URL(issuer);
    if (protocol === "https:") continue;
    if (insecure !== true || !HERE.has(hostname)) {
      throw refusal(place, `the issuer of ${id} is neither https nor on this machine`);
    }
  }
  return providers;
}

function refusal(place: string, what: string): Refusal {
  return new Refusal("bad-usage", place, what, "see docs/how-to/run-the-desk.md");
}
