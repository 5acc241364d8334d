import type { Candidate } from "../../core/release/watermark.ts";
import { partnerIds } from "../../store/release/partner-ids.ts";
import type { Site } from "../site.ts";
import { partNames } from "./part-names.ts";

/** Everybody a copy may have been made for, each with the keyed hash that copies for it are named with. */
export async function recipients(site: Site): Promise<readonly Candidate[]> {
  const ids = await site.store.as("app").read((reader) => partnerIds(reader));
  return Promise.all(
    ids.map(async (partner) => ({ partner, nameFor: await partNames(partner, site) })),
  );
}
