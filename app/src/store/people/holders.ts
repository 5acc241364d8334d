import { lookup, type Lookup, registerLookup } from "../transaction/statement.ts";
import type { PersonRow } from "./persons.ts";
import type { SessionRow } from "./sessions.ts";
import { TOKEN_COLUMNS, type TokenColumns } from "./tokens.ts";

/** What is asked by: the SHA-256 of a secret, 32 bytes. */
interface ByHash {
  readonly hash: Uint8Array;
}

/** A session with the person whose it is, whatever has become of either; one statement. */
export const heldSession: Lookup<ByHash, SessionRow & HolderColumns> = lookup((select, { hash }) =>
  select
    .selectFrom("session")
    .innerJoin("person", "person.id", "session.person")
    .leftJoin("person_end", "person_end.person", "session.person")
    .select(["session.person", "method", "strong", "began", "proven", "seen", "expires"])
    .select(["service", "name", "administers", "person_end.at as person_ended"])
    .where("hash", "=", hash)
    .compile(),
);

/** As `heldSession`, for a machine's token. */
export const heldToken: Lookup<ByHash, TokenColumns & HolderColumns> = registerLookup(
  (select, { hash }) =>
    select
      .selectFrom("api_token")
      .leftJoin("api_token_end", "token", "api_token.id")
      .innerJoin("person", "person.id", "api_token.person")
      .leftJoin("person_end", "person_end.person", "api_token.person")
      .select(TOKEN_COLUMNS)
      .select(["service", "name", "administers", "person_end.at as person_ended"])
      .where("hash", "=", hash)
      .compile(),
);

interface HolderColumns extends Pick<PersonRow, "service" | "name" | "administers"> {
  readonly person: string;
  readonly person_ended: string | null;
}

/** The person of such a row. */
export function holderIn({
  person,
  service,
  name,
  administers,
  person_ended: ended,
}: HolderColumns): PersonRow {
  return { id: person, service, name, administers, ended: ended ?? undefined };
}
