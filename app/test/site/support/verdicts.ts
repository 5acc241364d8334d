import { writeFile } from "node:fs/promises";
import { plainCase } from "../../support/cli.ts";
import { SETTING } from "../../support/plain.ts";
import type { Home } from "./home.ts";

/** Decides the ordinary case for a purpose of its own, keeps the verdict, and gives its id. */
export async function keepVerdict(home: Home, purpose: string): Promise<string> {
  const request = { ...SETTING.request, purpose };
  const path = home.file("case.json");
  await writeFile(path, JSON.stringify(plainCase({ request })));
  const { code, out, err } = await home.run("decide", path, "--record");
  const [, id = ""] = /^kept as (\S+)$/m.exec(out) ?? [];
  if (code === 0 && id !== "") return id;
  throw new Error(`no verdict was kept: ${err}`);
}

/** What an export with shown values says of one entry's record. */
export function openedIn(text: string, id: string): { nonce: Buffer; value: Buffer } {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => line.includes(`"id":"${id}"`));
  const [kind, , nonce = "", value = ""] = lines[at + 1]?.split(" ") ?? [];
  if (kind !== "open") throw new Error(`the record of ${id} is not shown`);
  return { nonce: Buffer.from(nonce, "base64"), value: Buffer.from(value, "base64") };
}
