import { join } from "node:path";

import { format } from "prettier";

import { readCasesOf } from "../../app/src/formats/case/cases-folder.ts";
import { readPack, readSchema } from "../../app/src/policy/read-pack.ts";
import { packSection } from "./pack-page.ts";

/** The packs of this repository, in the order of the page. */
const PACK_IDS = ["nl-wiv", "cti-community"];

const HEAD = `# The packs, rule by rule

Written by \`node tools/pack-reference.ts\` from the rules and their cases; do not edit it by hand.

The basis of a rule is one of three, and they are never mixed: **LAW** is written law, practice is
settled practice or a finding of a supervisor, and _proposed, not law_ is our own proposal, which a
service may change. None of it is legal advice; counsel of the service that uses a pack signs it off.

A **route** lets an item go, a **safeguard** stands in the way until its measures are there (and for
good where it names none), a **duty** must be done and never blocks. The cases are run by
\`caveat pack test\`: each is an ordinary release with one thing changed.`;

/** docs/reference/packs.md as it should be, from the packs in `root`. */
export async function packReference(root: string): Promise<string> {
  const folder = join(root, "packs");
  const schema = await readSchema(folder);
  const sections = await Promise.all(
    PACK_IDS.map(async (id) => {
      const pack = join(folder, id);
      return packSection(await readPack(pack, schema), await readCasesOf(pack));
    }),
  );
  return format([HEAD, ...sections].join("\n\n"), { parser: "markdown", printWidth: 100 });
}
