import { deskObjection } from "../../../core/casework/case-rules.ts";
import { rolesOn } from "../../../core/measure.ts";
import { Denied, insist as requireAllowed } from "../../people/denied.ts";
import { requireNeed } from "../need.ts";
import type { CasePorts } from "../ports.ts";

/**
 * Notes that a duty was done of a case whose content was erased: there a review can no longer be written.
 * Of every other case a step of the kind "review" says it, with words.
 *
 * Rejects with Denied "not-found", "not-allowed" or "conflict".
 */
export async function fulfilDuty(
  id: string,
  duty: string,
  by: string,
  ports: CasePorts,
): Promise<void> {
  const at = ports.now();
  const day = at.slice(0, 10);
  const found = await ports.cases.gather(id, { reader: by, day });
  const { gathered, reader } = await requireNeed(id, found, { by, kind: "duty", day }, ports);
  const roles = rolesOn(by, [reader.person], day);
  requireAllowed(deskObjection(roles, ports.settings.rules), `case ${id}`);
  if (gathered.row.status !== "erased") {
    const what = "what was done is said in a review of the case";
    throw new Denied("conflict", `case ${id}`, what, "take the step review, with reasons");
  }
  const known = gathered.duties.find((one) => one.id === duty);
  if (known === undefined) {
    const what = "the case has no such duty";
    throw new Denied("not-found", `duty ${duty}`, what, "list the duties of the case");
  }
  const written = await ports.cases.fulfil(id, duty, { id: ports.newId(), by, at });
  if (written === "done") return;
  throw new Denied("conflict", `duty ${duty}`, "it was done before", "nothing is to be done");
}
