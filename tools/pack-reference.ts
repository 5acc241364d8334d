// Writes docs/reference/packs.md: every rule with its basis, clause, measures and cases.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { packReference } from "./reference/packs.ts";
import { ROOT } from "./root.ts";

writeFileSync(join(ROOT, "docs/reference/packs.md"), await packReference(ROOT));
