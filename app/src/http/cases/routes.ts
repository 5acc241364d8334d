import type { CasePorts } from "../../usecases/cases/ports.ts";
import type { Routes } from "../env.ts";
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
