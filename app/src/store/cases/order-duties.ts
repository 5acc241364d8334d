import type { Moment } from "../column.ts";
import { leftOf, type LeftRow } from "../release/releases.ts";
import type { Transactor } from "../transaction/transaction.ts";
import { putDuties, type DutyRow } from "./duties.ts";
import type { MentionedCaseRow } from "./persons.ts";

/** What is to be done towards a recipient because of an order. */
export interface OrderDuty extends Pick<DutyRow, "says" | "basis" | "due" | "escalatesTo"> {
  /** The same towards who was to have it, and to whom nothing was released here. */
  readonly otherwise: string;
}

interface OrderedDuty {
  readonly id: string;
  readonly kind: string;
  readonly at: Moment;
  readonly duty: OrderDuty;
}

/** So many times and media one duty names. */
const MOST_NAMED = 5;

/**
 * Adds the duties that an order makes in these cases, which are locked: towards each partner to which
 * something left, members of groups by themselves, whether it was called back or not. A case of which
 * nothing left makes them towards its recipients where it was ever cleared: assistance, or an answer by word
 * of mouth, leaves no copy. Resolves to how many.
 */
export async function addOrderDuties(
  transactor: Transactor,
  cases: readonly MentionedCaseRow[],
  { id, kind, at, duty }: OrderedDuty,
): Promise<number> {
  const left = await leftOf(transactor, [...new Set(cases.map(({ item }) => item))]);
  const { otherwise, ...shared } = duty;
  let count = 0;
  for (const found of cases) {
    const told = toTell(
      found,
      left.filter((row) => row.case === found.id),
      { says: shared.says, otherwise },
    );
    const duties = [...told].map(([partner, says]) => ({
      id: `${kind} ${id} ${partner}`,
      ...shared,
      says,
      done: false,
      overdue: false,
    }));
    if (duties.length === 0) continue;
    await putDuties(transactor, duties, { case: found.id, service: found.service, at });
    count += duties.length;
    await dueFrom(transactor, found.id, duty.due);
  }
  return count;
}

/** What is to be done towards whom. */
function toTell(
  { recipients, wasCleared }: MentionedCaseRow,
  left: readonly LeftRow[],
  { says, otherwise }: Pick<OrderDuty, "says" | "otherwise">,
): ReadonlyMap<string, string> {
  if (left.length === 0) {
    return new Map(wasCleared ? recipients.map((partner) => [partner, otherwise]) : []);
  }
  const partners = [...new Set(left.map(({ partner }) => partner))].toSorted();
  return new Map(
    partners.map((partner) => {
      const own = left.filter((row) => row.partner === partner);
      const ways = [...new Set(own.map(({ at, medium }) => `${at.slice(0, 10)} over ${medium}`))];
      const named = ways.slice(0, MOST_NAMED).join(", ");
      const more = ways.length > MOST_NAMED ? ` and ${ways.length - MOST_NAMED} more times` : "";
      return [partner, `${says}; it left on ${named}${more}`];
    }),
  );
}

/** The case is looked at again when the duty falls due. */
async function dueFrom({ change }: Transactor, id: string, due: string): Promise<void> {
  await change
    .updateTable("case_file")
    .set({ next_change: due, recheck: true })
    .where("id", "=", id)
    .execute();
}
