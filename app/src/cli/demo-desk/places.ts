import { PartnerClient } from "../../client/partner-client.ts";
import { bodiesOf, textOf } from "../../client/read-answer.ts";
import type { Stage } from "./steps.ts";

const DAY_MS = 86_400_000;

/** A place at a partner from which it fetches, or for which packages are made: the one of the last demo, or a new one. */
export async function placeAt(
  partner: string,
  medium: "taxii" | "package",
  { staff }: Stage,
): Promise<string> {
  const { officer } = staff.clients;
  const path = `/partners/${partner}/collections`;
  const { collections } = await officer.get(path);
  const known = bodiesOf(collections).find((one) => one["alias"] === medium);
  if (known !== undefined) return textOf(known["id"]);
  const title = `From Lowland as ${medium}`;
  return textOf(
    (await officer.post(path, { alias: medium, title, medium, canWrite: false }))["id"],
  );
}

/** A partner's program, with a secret that the desk made for it and that lasts a day. */
export async function programOf(
  partner: string,
  { staff, partners }: Stage,
): Promise<PartnerClient> {
  const until = new Date(Date.now() + DAY_MS).toISOString();
  const path = `/partners/${partner}/credentials`;
  const issued = await staff.clients.officer.post(path, { addresses: [], until });
  return PartnerClient.connect(partners, textOf(issued["secret"]));
}
