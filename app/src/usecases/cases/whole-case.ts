import { stateOf, type CaseState } from "../../core/casework/case-state.ts";
import { Denied } from "../people/denied.ts";
import type { GatheredCase, Matter } from "./records.ts";

/** A case of which everything is there. */
export interface WholeCase extends GatheredCase {
  readonly state: CaseState;
  readonly matter: Matter;
}

/** Throws "not-found" where there is no such case, and where what it says was, or is to be, erased. */
export function requireWhole(id: string, gathered: GatheredCase | undefined): WholeCase {
  if (gathered === undefined) {
    throw new Denied("not-found", `case ${id}`, "there is no such case", "check its id");
  }
  const { acts, matter, row } = gathered;
  if (acts === undefined || matter === undefined || row.status === "erased") {
    const what = "what it said was erased";
    throw new Denied("not-found", `case ${id}`, what, "the ledger shows the entry that erased it");
  }
  return { ...gathered, matter, state: stateOf(id, acts) };
}
