import { readFile } from "node:fs/promises";
import { Refusal } from "../../core/refusal.ts";

/** The plan in a file, as JSON; the desk says whether it is one. Rejects with a Refusal. */
export async function readPlan(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new Refusal("unreadable-file", file, "it cannot be read", "check its name and rights");
  });
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refusal("not-json", file, "it is no JSON", 'write {"name": "…", "steps": []}');
  }
}
