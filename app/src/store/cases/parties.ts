import { sql } from "kysely";
import type { Moment } from "../column.ts";
import type { Reader, Transactor } from "../transaction.ts";
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
  transactor: Transactor,
  partners: readonly PartnerPart[],
  listed: ListedCase,
): Promise<void> {
  if (partners.length > 0) await putCurrent(transactor, partners, listed);
  await transactor.change
    .updateTable("case_partner")
    .set({ part: "former", is_live: false })
    .where("case_id", "=", listed.id)
    .where("partner", "<>", noneOfText(partners.map(({ partner }) => partner)))
    .execute();
}

async function putCurrent(
  { change }: Transactor,
  partners: readonly PartnerPart[],
  { id, isDue, ...copied }: ListedCase,
): Promise<void> {
  const is_live = copied.status === "open" || copied.status === "refused";
  const shared = { ...copied, case_id: id, is_live, is_due: isDue };
  const rows = partners.map(({ partner, part, revision }) => ({
    partner,
    part,
    revision,
    ...shared,
  }));
  await change
    .insertInto("case_partner")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["case_id", "partner"]).doUpdateSet((eb) => ({
        part: eb.ref("excluded.part"),
        revision: eb.ref("excluded.revision"),
        is_live: eb.ref("excluded.is_live"),
        status: eb.ref("excluded.status"),
        outcome: eb.ref("excluded.outcome"),
        is_due: eb.ref("excluded.is_due"),
        updated: eb.ref("excluded.updated"),
      })),
    )
    .execute();
}

/** The partners of a case with the revision it was decided on; former ones are left out. */
export async function readPartners({ select }: Reader, id: string): Promise<PartnerPart[]> {
  const rows = await select
    .selectFrom("case_partner")
    .select(["partner", "part", "revision"])
    .where("case_id", "=", id)
    .where("part", "<>", "former")
    .execute();
  return rows.map(({ part, ...row }) => ({
    ...row,
    part: part === "recipient" ? "recipient" : "member",
  }));
}

/** Everybody who takes part in a case. */
export async function readParties({ select }: Reader, id: string): Promise<string[]> {
  const rows = await select
    .selectFrom("case_party")
    .select("person")
    .where("case_id", "=", id)
    .orderBy("at")
    .execute();
  return rows.map(({ person }) => person);
}

/** Somebody takes part, because of a step or because somebody let him in; again does nothing. */
export async function addParty(
  { change }: Transactor,
  person: string,
  listed: ListedCase,
  mark: { readonly letInBy: string | null; readonly at: Moment },
): Promise<void> {
  const { id, status, outcome, isDue, updated } = listed;
  await change
    .insertInto("case_party")
    .values({
      case_id: id,
      person,
      status,
      outcome,
      is_due: isDue,
      updated,
      let_in_by: mark.letInBy,
      at: mark.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Brings the copies that everybody's own list is filtered by up to date. */
export async function updateParties(
  { change }: Transactor,
  { id, status, outcome, isDue, updated }: ListedCase,
): Promise<void> {
  await change
    .updateTable("case_party")
    .set({ status, outcome, is_due: isDue, updated })
    .where("case_id", "=", id)
    .execute();
}

/** The newest verdict of a case on each of its recipients. */
export async function newestVerdicts(
  { select }: Reader,
  id: string,
): Promise<{ partner: string; nth: number; verdict: string; outcome: string }[]> {
  return await select
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
    .execute();
}
