import type { Pack } from "../../../core/pack.ts";
import { loadPacks } from "../../decide.ts";
import type { CasePorts } from "../ports.ts";
import { rememberingAll } from "./remembering.ts";

type Shelf = Pick<CasePorts, "packs" | "settings">;

/**
 * The packs in force, remembering what they came to. Throws a Refusal when there is none:
 * without rules nothing is decided.
 */
export async function packsInForce(ports: Shelf): Promise<readonly Pack[]> {
  return rememberingAll(await askedAnew(ports));
}

/** The same, with engines that are asked every time. */
export function askedAnew(ports: Shelf): Promise<readonly Pack[]> {
  return loadPacks(ports.settings.packs, "the site's settings", ports);
}
