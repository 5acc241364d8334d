import { ClientError } from "../../client/client-error.ts";
import type { SiteFile } from "../../core/case.ts";
import type { Staff } from "./staff.ts";

/** Puts the scenario's own service and its partners into the register; those that are there stay. */
export async function fillRegister(site: SiteFile, { clients }: Staff): Promise<void> {
  const { own, partners, groups } = site;
  const description = { country: own.country, ids: own.ids };
  await clients["administrator-1"].post(`/services/${own.id}/description`, description);
  for (const standing of partners) {
    await unlessThere(clients.officer.post("/partners", { kind: "partner", standing }));
  }
  for (const group of groups) {
    await unlessThere(clients.officer.post("/partners", { kind: "group", group }));
  }
}

async function unlessThere(registering: Promise<unknown>): Promise<void> {
  await registering.catch((error: unknown) => {
    if (!(error instanceof ClientError && error.code === "conflict")) throw error;
  });
}
