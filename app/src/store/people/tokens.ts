import type { Moment } from "../column.ts";
import { lookup, type Lookup } from "../statement.ts";
import type { Reader, Transactor } from "../transaction.ts";
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

export async function findToken(
  reader: Reader,
  by: { readonly id: string } | { readonly hash: Uint8Array },
): Promise<TokenRow | undefined> {
  const query = "id" in by ? tokenById(by) : tokenByHash(by);
  const [row] = (await reader.select.executeQuery(query)).rows;
  return row === undefined ? undefined : toToken(row);
}

const tokenById: Lookup<{ readonly id: string }, Row> = lookup((select, { id }) =>
  selectTokens({ select }).where("id", "=", id).compile(),
);

const tokenByHash: Lookup<{ readonly hash: Uint8Array }, Row> = lookup((select, { hash }) =>
  selectTokens({ select }).where("hash", "=", hash).compile(),
);

/** The tokens that work for somebody, or did. */
export async function listTokens(reader: Reader, person: string): Promise<TokenRow[]> {
  const query = selectTokens(reader).where("person", "=", person);
  return (await query.orderBy("api_token.at").orderBy("id").execute()).map(toToken);
}

function selectTokens({ select }: Pick<Reader, "select">) {
  return select
    .selectFrom("api_token")
    .leftJoin("api_token_end", "token", "api_token.id")
    .select([
      "id",
      "person",
      "machine",
      "scopes",
      "certificate",
      "expires",
      "api_token_end.at as ended",
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectTokens>["execute"]>>[number];

function toToken({ scopes, certificate, ended, ...row }: Row): TokenRow {
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
