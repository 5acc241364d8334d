import { fileURLToPath } from "node:url";
import { compilePack, type CompiledPack } from "../../src/policy/compile-pack.ts";
import { readPack, readSchema } from "../../src/policy/read-pack.ts";

/** The folder of packs of this repository. */
export const PACKS: string = fileURLToPath(new URL("../../../packs", import.meta.url));

/** One pack of this repository, compiled. */
export async function loadPack(id: string): Promise<CompiledPack> {
  return compilePack(await readPack(`${PACKS}/${id}`, await readSchema(PACKS)));
}
