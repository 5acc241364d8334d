import { Denied } from "../../people/denied.ts";
import type { CasePorts } from "../ports.ts";
import type { TakenAct } from "../records.ts";

/**
 * The case in which a step with this id was taken, for whoever sends it again because no answer came;
 * undefined where none was. Rejects with "conflict" where somebody else took it, or in another case.
 */
export async function isTakenAlready(
  id: string,
  by: string,
  { cases }: Pick<CasePorts, "cases">,
  inCase?: string,
): Promise<string | undefined> {
  return caseOfRepeat(id, await cases.findAct(id), by, inCase);
}

/** The same where the act was looked up. Throws "conflict". */
export function caseOfRepeat(
  id: string,
  found: TakenAct | undefined,
  by: string,
  inCase?: string,
): string | undefined {
  if (found === undefined) return undefined;
  if (found.by === by && (inCase === undefined || inCase === found.case)) return found.case;
  const what = "this id stands for another step already";
  throw new Denied("conflict", `step ${id}`, what, "give the new step a new UUID");
}
