import type { LeavingCopy } from "../../core/casework/act.ts";
import { Denied } from "../people/denied.ts";
import { requireCopy } from "./preview-copy.ts";
import type { ReleasePorts } from "./ports.ts";

/**
 * Throws "not-allowed" where something in a copy has an id that was taken back from its partner since the
 * copy was made: what is revoked stays so, and no reader would take it in (STIX 2.1 section 3.6.1).
 */
export async function requireUnrevoked(
  copies: readonly LeavingCopy[],
  ofCase: string,
  ports: ReleasePorts,
): Promise<void> {
  for (const { act, partner } of copies) {
    const { about } = await requireCopy(ofCase, act, ports);
    const ids = about.ids.map(({ to }) => to);
    if (!(await ports.releases.isRevoked(partner, ids))) continue;
    const what = `since it was prepared, something in it was called back from ${partner}`;
    throw new Denied("not-allowed", `copy ${act}`, what, "prepare the copy anew");
  }
}
