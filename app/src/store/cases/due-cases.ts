import { sql } from "kysely";
import type { Day } from "../../core/day.ts";
import type { Reader } from "../transaction/transaction.ts";

export interface Due {
  readonly day: Day;
  /** The digest of the packs in force. */
  readonly packs: Uint8Array;
  /** Cases that are left out. */
  readonly except: readonly string[];
  readonly most: number;
}

/**
 * Cases that may come out otherwise than when they were decided last: a day they rest on has come, an item
 * or a partner has changed, other packs are in force, or a role was taken back as of a day before somebody
 * signed under it.
 */
export async function dueCases({ select }: Reader, due: Due): Promise<string[]> {
  const { day, packs, except, most } = due;
  const others = sql<string>`all(${except}::uuid[])`;
  const cases = (): ReturnType<typeof caseIds> =>
    caseIds(select).where("id", "<>", others).limit(most);
  const live = (status: "open" | "refused"): ReturnType<typeof caseIds> =>
    cases().where("status", "=", status);
  const found = await Promise.all([
    cases().where("next_change", "<=", day).execute(),
    cases().where("recheck", "=", true).execute(),
    ...(["open", "refused"] as const).flatMap((status) => [
      live(status).where("packs", "<", packs).execute(),
      live(status).where("packs", ">", packs).execute(),
    ]),
    staleCases(select, most).where("stale.case_id", "<>", others).execute(),
    select
      .selectFrom("role_end")
      .innerJoin("approval", "approval.grant_id", "role_end.grant_id")
      .innerJoin("clearance_step", "clearance_step.approval", "approval.act")
      .innerJoin("case_clearance", "case_clearance.clearance", "clearance_step.demand")
      .select("case_clearance.case_id as id")
      .whereRef("role_end.last_day", "<", "approval.on_day")
      .where("case_clearance.case_id", "<>", others)
      .limit(most)
      .execute(),
  ]);
  return [...new Set(found.flat().map(({ id }) => id))].slice(0, most);
}

/** For each partner the first few, by the index: of all cases that rest on it most are up to date. */
function staleCases(select: Reader["select"], most: number) {
  return select
    .selectFrom("partner")
    .innerJoinLateral(
      (query) =>
        query
          .selectFrom("case_partner")
          .select("case_id")
          .whereRef("case_partner.partner", "=", "partner.id")
          .where("is_live", "=", true)
          .whereRef("case_partner.revision", "<", "partner.revision")
          .orderBy("case_partner.revision")
          .limit(most)
          .as("stale"),
      (join) => join.onTrue(),
    )
    .select("stale.case_id as id")
    .limit(most);
}

function caseIds(select: Reader["select"]) {
  return select.selectFrom("case_file").select("id");
}
