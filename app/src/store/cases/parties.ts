import { sql } from "kysely";
import type { Moment } from "../column.ts";
import { lookup, statement, type Lookup, type Statement } from "../transaction/statement.ts";
import { together } from "../transaction/together.ts";
import type { Reader, Transactor } from "../transaction/transaction.ts";
import { noneOfText } from "./columns.ts";

/** What lists are filtered by, as each row of a case has a copy of it. */
export interface ListedCase {
  readonly id: string;
  readonly service: string;
  readonly status: string;
  readonly outcome: string;
  readonly isDue: boolean;
  readonly updated: Moment;
}

export interface PartnerPart {
  readonly partner: string;
  readonly part: "recipient" | "member";
  readonly revision: number;
}

/** The partners of a case now; those it had before are former ones. */
export async function putPartners(
  { change }: Transactor,
  partners: readonly PartnerPart[],
  listed: ListedCase,
  isNew: boolean,
): Promise<void> {
  const { status } = listed;
  const values = {
    ...listed,
    isLive: status === "open" || status === "refused",
    partners: partners.map(({ partner }) => partner),
    parts: partners.map(({ part }) => part),
    revisions: partners.map(({ revision }) => revision),
  };
  const put = partners.length === 0 ? undefined : change.executeQuery(upsertPartners(values));
  const left = isNew ? undefined : change.executeQuery(leavePartners(values));
  await together([put, left]);
}

interface Partners extends ListedCase {
  readonly isLive: boolean;
  readonly partners: readonly string[];
  readonly parts: readonly string[];
  readonly revisions: readonly number[];
}

const upsertPartners: Statement<Partners, unknown> = statement((query, one) =>
  sql`
    insert into case_partner
      (case_id, partner, part, revision, is_live, service, status, outcome, is_due, updated)
    select
      ${one.id}::uuid,
      added.partner,
      added.part,
      added.revision,
      ${one.isLive}::boolean,
      ${one.service}::text,
      ${one.status}::text,
      ${one.outcome}::text,
      ${one.isDue}::boolean,
      ${one.updated}::timestamptz
    from unnest(${one.partners}::text[], ${one.parts}::text[], ${one.revisions}::bigint[])
      as added (partner, part, revision)
    on conflict (case_id, partner) do update set
      part = excluded.part,
      revision = excluded.revision,
      is_live = excluded.is_live,
      status = excluded.status,
      outcome = excluded.outcome,
      is_due = excluded.is_due,
      updated = excluded.updated
  `.compile(query),
);

const leavePartners: Statement<Partners, unknown> = statement((query, { id, partners }) =>
  query
    .updateTable("case_partner")
    .set({ part: "former", is_live: false })
    .where("case_id", "=", id)
    .where("partner", "<>", noneOfText(partners))
    .compile(),
);

/** The partners of a case with the revision it was decided on; former ones are left out. */
export async function readPartners({ select }: Reader, id: string): Promise<PartnerPart[]> {
  const { rows } = await select.executeQuery(partnersOf({ id }));
  return rows.map(({ part, ...row }) => ({
    ...row,
    part: part === "recipient" ? "recipient" : "member",
  }));
}

const partnersOf: Lookup<
  { readonly id: string },
  Pick<PartnerPart, "partner" | "revision"> & { readonly part: string }
> = lookup((query, { id }) =>
  query
    .selectFrom("case_partner")
    .select(["partner", "part", "revision"])
    .where("case_id", "=", id)
    .where("part", "<>", "former")
    .compile(),
);

/** Everybody who takes part in a case. */
export async function readParties({ select }: Reader, id: string): Promise<string[]> {
  const { rows } = await select.executeQuery(partiesOf({ id }));
  return rows.map(({ person }) => person);
}

const partiesOf: Lookup<{ readonly id: string }, { readonly person: string }> = lookup(
  (query, { id }) =>
    query
      .selectFrom("case_party")
      .select("person")
      .where("case_id", "=", id)
      .orderBy("at")
      .compile(),
);

/** Somebody takes part, because of a step or because somebody let him in; again does nothing. */
export async function addParty(
  { change }: Transactor,
  person: string,
  listed: ListedCase,
  mark: { readonly letInBy: string | null; readonly at: Moment },
): Promise<void> {
  await change.executeQuery(insertParty({ ...listed, person, ...mark }));
}

interface Party extends ListedCase {
  readonly person: string;
  readonly letInBy: string | null;
  readonly at: Moment;
}

const insertParty: Statement<Party, unknown> = statement((query, one) =>
  query
    .insertInto("case_party")
    .values({
      case_id: one.id,
      person: one.person,
      status: one.status,
      outcome: one.outcome,
      is_due: one.isDue,
      updated: one.updated,
      let_in_by: one.letInBy,
      at: one.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .compile(),
);

/** Brings the copies that everybody's own list is filtered by up to date. */
export async function updateParties({ change }: Transactor, listed: ListedCase): Promise<void> {
  await change.executeQuery(copyToParties(listed));
}

const copyToParties: Statement<ListedCase, unknown> = statement(
  (query, { id, status, outcome, isDue, updated }) =>
    query
      .updateTable("case_party")
      .set({ status, outcome, is_due: isDue, updated })
      .where("case_id", "=", id)
      .compile(),
);

/** The newest verdict of a case on each of its recipients. */
export async function newestVerdicts({ select }: Reader, id: string): Promise<NewestVerdict[]> {
  return (await select.executeQuery(newestOf({ id }))).rows;
}

interface NewestVerdict {
  readonly partner: string;
  readonly nth: number;
  readonly verdict: string;
  readonly outcome: string;
}

const newestOf: Lookup<{ readonly id: string }, NewestVerdict> = lookup((query, { id }) =>
  query
    .selectFrom("case_verdict")
    .innerJoin("verdict", "verdict.id", "case_verdict.verdict")
    .select(["case_verdict.partner", "nth", "verdict", "verdict.outcome"])
    .where("case_id", "=", id)
    .where((eb) =>
      eb(
        "nth",
        "=",
        eb
          .selectFrom("case_verdict as newer")
          .select(sql<number>`max(newer.nth)`.as("nth"))
          .whereRef("newer.case_id", "=", "case_verdict.case_id")
          .whereRef("newer.partner", "=", "case_verdict.partner"),
      ),
    )
    .orderBy("case_verdict.partner")
    .compile(),
);
