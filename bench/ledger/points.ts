import { readFile, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

/** The programs that are killed at named points. */
export type Stopped = "sequencer" | "signer" | "witness" | "server";

/** Where each program comes by a named point: "announced" when something is erased, and so on. */
const POINTS: Readonly<Record<Stopped, readonly string[]>> = {
  sequencer: [
    "head locked",
    "pending read",
    "head moved",
    "entries inserted",
    "pending deleted",
    "before commit",
    "bundle written",
    "tile written",
    "tiles written",
    "signed",
    "checkpoint stored",
    "cosigned",
    "cosignatures stored",
    "partial tiles removed",
    "checkpoint public",
    "partner published",
    "head entered",
  ],
  signer: [
    "checked",
    "draft written",
    "renamed",
    "state written",
    "before reply",
    "state created",
    "retired written",
  ],
  witness: ["checked", "draft written", "renamed", "state written", "before reply"],
  server: ["announced", "key destroyed", "entry appended"],
};

/** A point, and the program that ends there. */
export interface NamedPoint {
  readonly program: Stopped;
  readonly name: string;
}

export function allPoints(): readonly NamedPoint[] {
  const programs = ["sequencer", "signer", "witness", "server"] as const;
  return programs.flatMap((program) => POINTS[program].map((name) => ({ program, name })));
}

/** Restoring a backup has points too; nothing of the site runs then, and its own tests stop it there. */
const SOURCE = fileURLToPath(new URL("../../app/src/ledger/", import.meta.url));

/** The names that the ledger's source has and no program above: a new point must be put there. */
export async function unknownPoints(): Promise<readonly string[]> {
  const known = new Set(Object.values(POINTS).flat());
  const files = await readdir(SOURCE, { recursive: true });
  const found = new Set<string>();
  for (const file of files.filter((name) => name.endsWith(".ts"))) {
    const text = await readFile(join(SOURCE, file), "utf8");
    for (const [, name = ""] of text.matchAll(/[pP]oint\("([^"]+)"\)/g)) found.add(name);
  }
  return [...found].filter((name) => !known.has(name));
}
