import type { ExportSource } from "../ledger/export/ports.ts";
import type { Database } from "../store/transaction/database.ts";
import { checkpointIn, entriesOf, entriesWith } from "../store/log/export-rows.ts";
import { sealedAmong } from "../store/log/sealed-values.ts";

/** What an export reads of a log, with the rights of a role that can change nothing. */
export function exportSource(auditor: Database, origin: string): ExportSource {
  return {
    entries: (from, to) => auditor.read((reader) => entriesOf(reader, origin, from, to)),
    entriesWith: (part, from, to) =>
      auditor.read((reader) => entriesWith(reader, origin, part, from, to)),
    checkpointIn: (above, upTo) =>
      auditor.read((reader) => checkpointIn(reader, origin, above, upTo)),
    sealedAmong: (ids) => auditor.read((reader) => sealedAmong(reader, ids)),
  };
}
