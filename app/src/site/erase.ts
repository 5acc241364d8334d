import { randomUUID } from "node:crypto";
import { parseEntry } from "caveat-verifier";
import { eraseSubject } from "../ledger/seal/erase.ts";
import { erasedList } from "../ledger/seal/erased-list.ts";
import type { Erased, EraseRequest } from "../usecases/memory.ts";
import { advance } from "./advance.ts";
import { eraserOf } from "./eraser.ts";
import { takeErased } from "./release/take-erased.ts";
import type { Site } from "./site.ts";

/**
 * Erases what is known about a subject, takes away what partners were shown of it, and has the entry that
 * says so signed. Resolves to the entry of
 * each value that is gone. Rejects as `eraseSubject` does.
 */
export async function erase(request: EraseRequest, site: Site): Promise<Erased> {
  const at = new Date().toISOString();
  const ids = await eraseSubject({ id: randomUUID(), at, ...request }, eraserOf(site));
  await takeErased([request.subject], site);
  await advance(site);
  const { ledger, origin } = site;
  const entries = await ledger.transact((tables) => tables.findEntries(origin, ids));
  const values = entries
    .toSorted((a, b) => a.index - b.index)
    .flatMap(({ index, bytes }) =>
      erasedList(parseEntry(bytes)).map((field) => ({ ...field, by: index })),
    );
  return { values, entries: entries.map(({ index, id }) => ({ index, id })) };
}
