import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { ExportWriter, RightEdge } from "caveat-verifier";
import type { PendingEntry } from "../../app/src/ledger/log/ports.ts";
import { TREE } from "../../app/src/ledger/tree.ts";
import { LOG, ORIGIN, WITNESS } from "../../verifier/test/support/sample-ledger.ts";
import { signedCheckpoint } from "../../verifier/test/support/sign.ts";

/** As many as an export of the product has, or a few more. */
const CHECKPOINTS = 64;

/** Writes an export of these entries, signed by log and witness, none of the sealed values shown. */
export async function writeSampleExport(
  path: string,
  entries: readonly PendingEntry[],
): Promise<void> {
  const out = createWriteStream(path);
  const write = async (bytes: Uint8Array): Promise<void> => {
    if (!out.write(bytes)) await once(out, "drain");
  };
  const writer = new ExportWriter();
  const edge = new RightEdge(TREE);
  const every = Math.ceil(entries.length / CHECKPOINTS);
  await write(writer.head({ origin: ORIGIN, size: entries.length, sealed: "kept" }));
  for (const { bytes } of entries) {
    await write(writer.entry(bytes, [{ field: "reason", state: { kind: "kept" } }]));
    edge.append(TREE.leaf(bytes));
    if (edge.size % every !== 0 && edge.size !== entries.length) continue;
    const checkpoint = { origin: ORIGIN, size: edge.size, root: edge.root() };
    await write(writer.checkpoint(signedCheckpoint(checkpoint, LOG, WITNESS)));
  }
  out.end(writer.end());
  await once(out, "finish");
}
