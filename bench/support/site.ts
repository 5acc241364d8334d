import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { toConfig } from "../../app/src/config.ts";
import { makeContext } from "../../app/src/context.ts";
import type { Grounds } from "../../app/src/core/deciding/decide.ts";
import { decideScenario } from "../../app/src/usecases/demo-matrix.ts";
import type { Ports } from "../../app/src/usecases/ports.ts";
import { loadPack } from "../../app/test/support/packs.ts";
import { connectToScenario } from "../../app/test/support/site.ts";
import type { CompiledPack } from "../../app/src/policy/compile-pack.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** The scenario of this repository; the bench measures on it whatever site the machine has. */
const SCENARIO = join(ROOT, "scenarios", "lowland", "requests.yaml");

/** The product as this machine has it: CAVEAT_SITE, CAVEAT_HOME and the limits count. */
export function connectToSite(): Ports {
  return makeContext(toConfig(process.env, ROOT), "campaign");
}

/** The product with a home of its own, on the scenario's site. */
export function connectTo(home: string): Ports {
  return makeContext(toConfig({ CAVEAT_HOME: home }, ROOT), "campaign");
}

/** What every verdict of the scenario rests on: items × recipients, then the requests. */
export async function scenarioGrounds(): Promise<readonly Grounds[]> {
  const { rows, requests } = await decideScenario(SCENARIO, connectToScenario());
  return [...rows.flatMap((row) => row.cells), ...requests.map((one) => one.record)].map(
    (record) => record.grounds,
  );
}

/** Both packs, compiled anew: no answer of an engine is remembered. */
export async function freshPacks(): Promise<readonly CompiledPack[]> {
  return Promise.all(["nl-wiv", "cti-community"].map(loadPack));
}
