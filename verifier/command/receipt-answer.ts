import type { Receipt } from "../src/index.ts";
import { count, layOut } from "./answer.ts";
import type { Answer, Row } from "./answer.ts";
import { checkpointJson, checkpointRows } from "./checkpoint-answer.ts";
import { printable } from "./printable.ts";
import { EXIT } from "./terminal.ts";

/** The answer to a receipt that holds. */
export function receiptAnswer(receipt: Receipt): Answer {
  const { index, checkpoint, unauthenticatedExtra: extra } = receipt;
  const { origin, size } = checkpoint;
  const where = `entry ${index} of the ${count(size, "entry", "entries")} of ${printable(origin)}`;
  const rows: Row[] = [...checkpointRows(checkpoint)];
  if (extra !== undefined) {
    const bytes = count(extra.length, "byte");
    rows.push(["extra", `${bytes} that the writer of the receipt added; nothing vouches for them`]);
  }
  return {
    exit: EXIT.good,
    text: layOut(`good: the log holds exactly this entry, as ${where}.`, rows),
    json: { answer: "good", index, ...checkpointJson(checkpoint) },
  };
}
