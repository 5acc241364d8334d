import type { CasePorts } from "../../usecases/cases/ports.ts";
import type { Site } from "../site.ts";
import { caseStore } from "./cases.ts";
import { itemStore } from "./items.ts";
import { permissionStore } from "./permissions.ts";
import { personStore } from "./persons.ts";
import { caseRegister } from "./register.ts";

/** What the use cases of casework need of a site. */
export type Casework = Pick<CasePorts, "register" | "items" | "cases" | "permissions" | "persons">;

export function casework(site: Site): Casework {
  return {
    register: caseRegister(site),
    items: itemStore(site),
    cases: caseStore(site),
    permissions: permissionStore(site),
    persons: personStore(site),
  };
}
