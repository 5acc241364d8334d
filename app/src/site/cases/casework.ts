import type { ReleasePorts } from "../../usecases/release/ports.ts";
import { releaseStore } from "../release/release-store.ts";
import type { Site } from "../site.ts";
import { caseStore } from "./cases.ts";
import { itemStore } from "./items.ts";
import { permissionStore } from "./permissions.ts";
import { personStore } from "./persons.ts";
import { caseRegister } from "./register.ts";

/** What the use cases of casework and of release need of a site. */
export type Casework = Pick<
  ReleasePorts,
  "register" | "items" | "cases" | "permissions" | "persons" | "releases"
>;

export function casework(site: Site): Casework {
  return {
    register: caseRegister(site),
    items: itemStore(site),
    cases: caseStore(site),
    permissions: permissionStore(site),
    persons: personStore(site),
    releases: releaseStore(site),
  };
}
