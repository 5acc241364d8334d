import type { Moment } from "../column.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";
import type { Mark } from "./persons.ts";

/** A machine's secret, without it. */
export interface TokenRow {
  readonly id: string;
  readonly person: string;
  readonly machine: string;
  readonly scopes: readonly string[];
  readonly certificate: Uint8Array | undefined;
  readonly expires: Moment;
  readonly ended: Moment | undefined;
}

export async function findToken(reader: Reader, id: string): Promise<TokenRow | undefined> {
  const row = await selectTokens(reader).where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : toToken(row);
}

/** The tokens that work for somebody, or did. */
export async function listTokens(reader: Reader, person: string): Promise<TokenRow[]> {
  const query = selectTokens(reader).where("person", "=", person);
  return (await query.orderBy("api_token.at").orderBy("id").execute()).map(toToken);
}

/** What is selected of a token and of its end. */
export const TOKEN_COLUMNS = [
  "api_token.id",
  "api_token.person",
  "machine",
  "scopes",
  "certificate",
  "expires",
  "api_token_end.at as ended",
] as const;

function selectTokens({ select }: Pick<Reader, "select">) {
  return select
    .selectFrom("api_token")
    .leftJoin("api_token_end", "token", "api_token.id")
    .select(TOKEN_COLUMNS);
}

/** A row of a token and of its end. */
export interface TokenColumns {
  readonly id: string;
  readonly person: string;
  readonly machine: string;
  readonly scopes: string;
  readonly certificate: Uint8Array | null;
  readonly expires: Moment;
  readonly ended: Moment | null;
}

/** The token of such a row. */
export function toToken({ scopes, certificate, ended, ...row }: TokenColumns): TokenRow {
  return {
    ...row,
    scopes: scopes.split(" "),
    certificate: certificate ?? undefined,
    ended: ended ?? undefined,
  };
}

export async function addToken(
  { change }: Transactor,
  hash: Uint8Array,
  { id, person, machine, scopes, certificate, expires }: Omit<TokenRow, "ended">,
  at: Moment,
): Promise<void> {
  const kept = { scopes: scopes.join(" "), certificate: certificate ?? null };
  await change
    .insertInto("api_token")
    .values({ id, hash, person, machine, ...kept, at, expires })
    .execute();
}

export async function endToken(
  { change }: Transactor,
  token: string,
  { by, at }: Mark,
): Promise<void> {
  await change.insertInto("api_token_end").values({ token, by_person: by, at }).execute();
}
