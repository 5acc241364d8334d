import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { toConfig } from "../../src/config.ts";
import { makeContext } from "../../src/context.ts";
import type { Ports } from "../../src/usecases/ports.ts";
import type { VerdictRecord } from "../../src/usecases/record.ts";

const ROOT: string = fileURLToPath(new URL("../../../", import.meta.url));

/** The folder of the worked scenario. */
export const LOWLAND: string = join(ROOT, "scenarios", "lowland");

/** Milliseconds: enough to read every item and to decide every cell on a slow machine. */
export const PATIENCE = 60_000;

/** The program as it is wired, without anything a site may have imported on this machine. */
export function lowlandPorts(): Ports {
  return makeContext(toConfig({ CAVEAT_HOME: join(tmpdir(), "caveat-no-imports") }, ROOT), "test");
}

/** The safeguards that are not met: "NL-14" where measures can still meet it, "NL-13!" where none can. */
export function standing(record: VerdictRecord): readonly string[] {
  const rules = record.reasons
    .filter((reason) => reason.effect === "forbid" && !reason.met)
    .map((reason) => `${reason.rule}${reason.open ? "" : "!"}`);
  return [...new Set(rules)].toSorted();
}

/** Every path as one text, its measures in alphabetical order. */
export function paths(record: VerdictRecord): readonly string[] {
  return record.paths.map((path) => path.measures.toSorted().join(" + "));
}
