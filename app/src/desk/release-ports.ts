import { createHash, randomBytes } from "node:crypto";
import {
  carriedOutAside,
  differenceAside,
  makeCopyAside,
  residueAside,
} from "../formats/copy/aside/copy-aside.ts";
import { insteadOf } from "../formats/copy/instead-of.ts";
import type { Site } from "../site/site.ts";
import type { Ports } from "../usecases/ports.ts";
import type { ReleasePorts } from "../usecases/release/ports.ts";
import { casePorts } from "./case-ports.ts";

/** Lines of a difference in one answer. */
const MOST_LINES = 5_000;

/** What the use cases of release need, filled by an open site and by what reads and writes formats. */
export async function releasePorts(site: Site, ports: Ports): Promise<ReleasePorts> {
  return { ...(await casePorts(site, ports)), ...COPYING };
}

/** How copies are made and looked through, whatever the site. */
const COPYING: Pick<
  ReleasePorts,
  "makeCopy" | "carriedOut" | "residueOf" | "differenceOf" | "insteadOf" | "random" | "sha256"
> = {
  makeCopy: makeCopyAside,
  carriedOut: carriedOutAside,
  residueOf: residueAside,
  differenceOf: (original, { about, bytes }) =>
    differenceAside(original, { ...about, bytes }, MOST_LINES),
  insteadOf: async ({ about, bytes, medium }, at, by) =>
    insteadOf({ ...about, bytes }, medium, at, by && { ...by.about, bytes: by.bytes }),
  random: (bytes) => new Uint8Array(randomBytes(bytes)),
  sha256: (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()),
};
