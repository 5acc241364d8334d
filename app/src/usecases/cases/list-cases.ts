import { ladderObjection } from "../../core/casework/case-rules.ts";
import type { Day } from "../../core/day.ts";
import { ADMINISTRATOR, rolesOn } from "../../core/measure.ts";
import type { Outcome } from "../../core/deciding/verdict.ts";
import { requireColleague } from "./colleague.ts";
import type { CaseCursor, CaseList, CaseListRow } from "./lists.ts";
import type { CasePorts } from "./ports.ts";
import type { Colleague, StoredStatus } from "./records.ts";
import type { CaseSettings } from "./settings.ts";

/** What of the list somebody asks for. */
export interface ListCases {
  readonly by: string;
  /** Only cases in which this person takes part. */
  readonly mine?: boolean;
  readonly status?: StoredStatus;
  readonly outcome?: Outcome;
  readonly partner?: string;
  readonly isDue?: boolean;
  /** The last one of the page before. */
  readonly after?: CaseCursor;
  /** 50 where it is absent, 200 at most. */
  readonly most?: number;
}

export interface CasePage {
  readonly cases: readonly CaseListRow[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: CaseCursor;
}

const PAGE = 50;
const LARGEST_PAGE = 200;

/**
 * A page of the cases that somebody needs to know, those changed last first: of the whole service for
 * whoever decides in it, else those he takes part in. It shows ids, codes and days, nothing that is sealed.
 */
export async function listCases(asked: ListCases, ports: CasePorts): Promise<CasePage> {
  const day = ports.now().slice(0, 10);
  const reader = await requireColleague(asked.by, day, ports);
  const most = pageSize(asked.most);
  const { by: _, mine, after, ...filters } = asked;
  const list: CaseList = {
    ...filters,
    of: whose(reader, day, ports.settings, mine === true),
    compartments: reader.compartments,
    ...(after === undefined ? {} : { after }),
    most: most + 1,
  };
  const found = await ports.cases.list(list);
  const cases = found.slice(0, most);
  const last = cases.at(-1);
  if (found.length <= most || last === undefined) return { cases };
  return { cases, next: { updated: last.updated, id: last.id } };
}

/** Whoever decides sees those of his service; everybody else those he takes part in. */
export function whose(
  { id, person, service }: Colleague,
  day: Day,
  { rules }: CaseSettings,
  isMine: boolean,
): CaseList["of"] {
  const roles = rolesOn(id, [person], day);
  const decides =
    !roles.includes(ADMINISTRATOR) && ladderObjection(roles, rules) === undefined && !isMine;
  return decides ? { service } : { service, person: id };
}

export function pageSize(most: number = PAGE): number {
  return Math.min(Math.max(1, Math.trunc(most)), LARGEST_PAGE);
}
