import { Denied } from "../../people/denied.ts";
import { partnerText } from "./partner-text.ts";
import type { CasePorts } from "../ports.ts";
import { readCase } from "../read-case.ts";

/**
 * What a partner may be told of a case today: that it can have the item, or that it cannot, and never why.
 * It can while nothing at all stands against the release; a case that was refused, or that waits for a
 * signature, gets the words of one that is forbidden.
 *
 * Rejects as `readCase` does, and with "not-found" for somebody else than a recipient.
 */
export async function tellPartner(
  id: string,
  partner: string,
  by: string,
  ports: CasePorts,
): Promise<string> {
  const view = await readCase(id, by, ports);
  const verdict =
    view.kind === "case" ? view.verdicts.find((one) => one.partner === partner) : undefined;
  if (view.kind === "erased" || verdict === undefined) {
    const what = "it is no recipient of this case";
    throw new Denied("not-found", `partner ${partner}`, what, "name one that the case shows");
  }
  return partnerText({ outcome: view.objection === undefined ? verdict.outcome : "withhold" });
}
