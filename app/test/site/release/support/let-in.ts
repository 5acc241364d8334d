import { createHash, randomUUID } from "node:crypto";
import { releaseStore } from "../../../../src/site/release/release-store.ts";
import type { Site } from "../../../../src/site/site.ts";

const FOREVER = { from: "2020-01-01T00:00:00.000Z", until: "2099-06-01T00:00:00.000Z" };

/** A partner that may fetch: by this token, below this root. */
export interface Partner {
  readonly name: string;
  readonly token: string;
  readonly root: string;
  /** The id of its credential. */
  readonly credential: string;
}

/** Gives a partner a credential of its own, in the name of `by`. */
export async function letInto(site: Site, name: string, by: string): Promise<Partner> {
  const token = `${name}-${randomUUID()}`;
  const hash = createHash("sha256").update(token).digest();
  const id = randomUUID();
  const mark = { id, by, at: new Date().toISOString() };
  const credential = { partner: name, kind: "secret", hash, addresses: [], ...FOREVER } as const;
  const { root } = await releaseStore(site).addCredential(credential, mark);
  return { name, token, root, credential: id };
}
