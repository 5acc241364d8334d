import type { Day } from "../../../core/day.ts";
import { rolesOn } from "../../../core/measure.ts";
import { requireColleague } from "../colleague.ts";
import { pageSize, whose } from "../list-cases.ts";
import type { DutyCursor, DutyListRow } from "../lists.ts";
import type { CasePorts } from "../ports.ts";

export interface ListDuties {
  readonly by: string;
  readonly mine?: boolean;
  readonly isDone?: boolean;
  /** Due on this day at the latest. */
  readonly due?: Day;
  /** Only those that are late and before a role this person holds. */
  readonly escalated?: boolean;
  readonly after?: DutyCursor;
  readonly most?: number;
}

export interface DutyPage {
  readonly duties: readonly DutyListRow[];
  readonly next?: DutyCursor;
}

/** A page of the duties of the cases that somebody needs to know, the one that is due first first. */
export async function listDuties(asked: ListDuties, ports: CasePorts): Promise<DutyPage> {
  const day = ports.now().slice(0, 10);
  const reader = await requireColleague(asked.by, day, ports);
  const most = pageSize(asked.most);
  const roles = rolesOn(reader.id, [reader.person], day);
  const found = await ports.cases.duties({
    of: whose(reader, day, ports.settings, asked.mine === true),
    compartments: reader.compartments,
    isDone: asked.isDone === true,
    ...(asked.due === undefined ? {} : { by: asked.due }),
    ...(asked.escalated === true ? { escalatedTo: roles } : {}),
    ...(asked.after === undefined ? {} : { after: asked.after }),
    most: most + 1,
  });
  const duties = found.slice(0, most);
  const last = duties.at(-1);
  if (found.length <= most || last === undefined) return { duties };
  return { duties, next: { due: last.due, case: last.case, id: last.id } };
}
