import { Denied } from "../people/denied.ts";
import { needObjection, requireNeed } from "./need.ts";
import { requireColleague } from "./colleague.ts";
import type { CasePorts } from "./ports.ts";

/**
 * Lets a colleague work on a case: somebody who takes part in it, or decides in its service, says that he
 * needs to know it. Rejects with Denied "not-found" or "not-allowed".
 */
export async function letIn(
  id: string,
  person: string,
  by: string,
  ports: CasePorts,
): Promise<void> {
  const day = ports.now().slice(0, 10);
  const found = await ports.cases.gather(id, { reader: by, day });
  const { gathered } = await requireNeed(id, found, { by, kind: "let-in", day }, ports);
  const colleague = await requireColleague(person, day, ports);
  const parties = [...gathered.parties, person];
  const objection =
    person === by
      ? "nobody lets himself in"
      : colleague.service === gathered.row.service
        ? needObjection({ ...gathered, parties }, colleague, day, ports.settings.rules)
        : "works for another service";
  if (objection !== undefined) {
    throw new Denied("not-allowed", `case ${id}`, `${person}: ${objection}`, "ask somebody else");
  }
  if (gathered.parties.includes(person)) return;
  await ports.cases.letIn(id, person, { id: ports.newId(), by, at: ports.now() });
}
