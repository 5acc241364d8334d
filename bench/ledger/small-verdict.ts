import { randomUUID } from "node:crypto";
import type { VerdictToKeep } from "../../app/src/usecases/memory.ts";

/** A verdict to keep, as small as one can be; `number` makes it differ a little from others. */
export function smallVerdict(number: number): VerdictToKeep {
  const id = randomUUID();
  const at = new Date().toISOString();
  const standing = Buffer.alloc(32, number).toString("hex");
  const facts = Buffer.from(JSON.stringify({ class: number % 7 }));
  const plain = { id, at, partner: "partner", outcome: "release", standing, engine: "campaign" };
  return { ...plain, facts, packs: Buffer.from("{}"), record: `the record of ${id}` };
}
