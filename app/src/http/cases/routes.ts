import type { CasePorts } from "../../usecases/cases/ports.ts";
import type { Routes } from "../env.ts";
import { approvalRoutes } from "./approvals.ts";
import { withAlarms, type PortsOf } from "./asker.ts";
import { caseFileRoutes } from "./cases.ts";
import { dutyRoutes } from "./duties.ts";
import { itemRoutes } from "./items.ts";
import { partnerRoutes } from "./partners.ts";
import { permissionRoutes } from "./permissions.ts";
import { redressRoutes } from "./redress.ts";
import { serviceDescriptionRoutes } from "./service-descriptions.ts";
import { stepRoutes } from "./steps.ts";

const PARTS: readonly ((portsOf: PortsOf) => Routes)[] = [
  itemRoutes,
  partnerRoutes,
  serviceDescriptionRoutes,
  caseFileRoutes,
  stepRoutes,
  approvalRoutes,
  dutyRoutes,
  permissionRoutes,
  redressRoutes,
];

/**
 * The routes of casework, for `makeApp`: items, partners, cases with their steps and approvals, duties,
 * permissions, redress. A machine may submit, open, decide and read, as far as the scopes of its token
 * go; what takes a person with a key it is refused, here and once more in the use case.
 */
export function caseRoutes(ports: CasePorts): Routes {
  const portsOf = withAlarms(ports);
  return (api) => {
    for (const part of PARTS) part(portsOf)(api);
  };
}
