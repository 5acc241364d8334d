import { toCaseWrite } from "../steps/case-write.ts";
import { decideState } from "./decision.ts";
import { untilWritten } from "../steps/insist.ts";
import { requireNeed } from "../need.ts";
import { toCaseOutcome, type CaseOutcome } from "./outcome.ts";
import { askedAnew, packsInForce } from "./packs.ts";
import type { CasePorts } from "../ports.ts";
import type { Moment } from "../records.ts";
import { requireWhole } from "../whole-case.ts";

export interface DecideOptions {
  /** The clock; now where it is absent. */
  readonly at?: Moment;
  /** Who is shown what comes of it, and so must need to know the case; the read is noted. */
  readonly by?: string;
  /** Ask the engines anew, and keep every verdict of a case that may be released. */
  readonly keepAll?: true;
}

/**
 * Decides a case again as it stands, and writes what came out otherwise: after each change, on the day on
 * which something it rests on passes, at the moment of release, or because somebody asks.
 *
 * Rejects with Denied "not-found" for an unknown case, for one whose content was erased, and where whoever
 * asks has no need to know it; then an alarm is raised.
 */
export async function decideCase(
  id: string,
  ports: CasePorts,
  { at = ports.now(), by, ...keepAll }: DecideOptions = {},
): Promise<CaseOutcome> {
  const packs = await (keepAll.keepAll === true ? askedAnew(ports) : packsInForce(ports));
  const day = at.slice(0, 10);
  const reader = by === undefined ? {} : { reader: by };
  const outcome = await untilWritten(async () => {
    const found = await ports.cases.gather(id, { ...reader, day });
    if (by !== undefined) await requireNeed(id, found, { by, kind: "decide", day }, ports);
    const before = requireWhole(id, found);
    const { state, matter, row } = before;
    const decision = decideState(state, matter, before.duties, day, packs, ports);
    const about = { state, service: row.service, matter, decision, before, at, packs };
    const write = toCaseWrite({ ...about, ...keepAll }, ports);
    const written = write === undefined ? "done" : await ports.cases.write(write);
    return written === "done" ? toCaseOutcome(state, decision, before, write) : "changed";
  }, `case ${id}`);
  if (by !== undefined) await ports.cases.noteRead(by, "case", id);
  return outcome;
}
