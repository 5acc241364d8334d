import type { ReleasePorts } from "../../usecases/release/ports.ts";
import type { Routes } from "../env.ts";
import { copyRoutes } from "../release/copies.ts";
import { credentialRoutes } from "../release/credentials.ts";
import { handOutRoutes } from "../release/hand-out.ts";
import { leavingRoutes } from "../release/leaving.ts";
import { placeRoutes } from "../release/places.ts";
import { profileRoutes } from "../release/profiles.ts";
import { tearLineRoutes } from "../release/tear-lines.ts";
import { wordRoutes } from "../release/words.ts";
import { approvalRoutes } from "./approvals.ts";
import { withAlarms, type PortsOf } from "./asker.ts";
import { caseListRoutes } from "./case-list.ts";
import { caseFileRoutes } from "./cases.ts";
import { dutyRoutes } from "./duties.ts";
import { itemRoutes } from "./items.ts";
import { orderRoutes } from "./orders.ts";
import { partnerRoutes } from "./partners.ts";
import { permissionRoutes } from "./permissions.ts";
import { redressRoutes } from "./redress.ts";
import { serviceDescriptionRoutes } from "./service-descriptions.ts";
import { stepRoutes } from "./steps.ts";
import { submitRoutes } from "./submit-items.ts";

const PARTS: readonly ((portsOf: PortsOf) => Routes)[] = [
  submitRoutes,
  itemRoutes,
  partnerRoutes,
  serviceDescriptionRoutes,
  caseFileRoutes,
  caseListRoutes,
  stepRoutes,
  approvalRoutes,
  dutyRoutes,
  permissionRoutes,
  redressRoutes,
  orderRoutes,
  copyRoutes,
  leavingRoutes,
  handOutRoutes,
  wordRoutes,
  tearLineRoutes,
  placeRoutes,
  credentialRoutes,
  profileRoutes,
];

/**
 * The routes of casework, for `makeApp`: items, partners, cases with their steps and approvals, duties,
 * permissions, redress; and of release: copies, what leaves and is called back, partners' places and words. A machine may submit, open, decide and read, as far as the scopes of its token
 * go; what takes a person with a key it is refused, here and once more in the use case.
 */
export function caseRoutes(ports: ReleasePorts): Routes {
  const portsOf = withAlarms(ports);
  return (api) => {
    for (const part of PARTS) part(portsOf)(api);
  };
}
